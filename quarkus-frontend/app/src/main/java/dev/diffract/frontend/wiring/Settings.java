package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.TracesSwitch;
import dev.diffract.frontend.config.WrongConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks the ranges of the configuration's numbers and times; all faults at once. */
final class Settings {

    private Settings() {}

    /**
     * @param found what is wrong besides, as sentences without a full stop
     * @throws WrongConfiguration naming that and every value out of its range
     */
    static void check(DiffractConfig config, List<String> found) {
        List<String> faults = new ArrayList<>(found);
        share(faults, "intake.memory", config.intake().memory());
        atLeast(faults, "intake.waiting", config.intake().waiting(), 0);
        positive(faults, "intake.patience", config.intake().patience());
        positive(faults, "http.write-timeout", config.http().writeTimeout());
        share(faults, "http.unsent-memory", config.http().unsentMemory());
        atLeast(faults, "http.max-connections", config.http().maxConnections(), 1);
        atLeast(faults, "http.max-connections-per-address", config.http().maxConnectionsPerAddress(), 1);
        positive(faults, "http.idle-timeout", config.http().idleTimeout());
        atLeast(faults, "intake.least-rate", config.intake().leastRate(), 1);
        config.generation().maxActive().ifPresent(most -> atLeast(faults, "generation.max-active", most, 1));
        atLeast(faults, "generation.max-queued", config.generation().maxQueued(), 0);
        config.generation()
                .maxQueuedPerCaller()
                .ifPresent(most -> atLeast(faults, "generation.max-queued-per-caller", most, 0));
        positive(faults, "generation.max-queued-time", config.generation().maxQueuedTime());
        config.generation()
                .weights()
                .ifPresent(weights -> CallerWeights.faults(weights)
                        .forEach(
                                wrong -> faults.add("diffract.generation.weights must have entries like 10.0.0.0/8=2 or"
                                        + " 192.0.2.7=0.5, a network or an address and a weight above 0; was '" + wrong
                                        + "'")));
        config.generation()
                .offPeak()
                .ifPresent(windows -> OffPeakWindows.faults(windows)
                        .forEach(wrong -> faults.add(
                                "diffract.generation.off-peak must have entries like 22:00-06:00 Asia/Shanghai,"
                                        + " two times of day that differ and a time zone; was '" + wrong + "'")));
        share(faults, "generation.memory", config.generation().memory());
        atLeast(faults, "generation.max-count", config.generation().maxCount(), 1);
        positive(faults, "generation.deadline", config.generation().deadline());
        positive(faults, "call.deadline", config.call().deadline());
        atLeast(faults, "call.attempts", config.call().attempts(), 1);
        positive(faults, "fleet.silence", config.fleet().silence());
        positive(faults, "dns.interval", config.dns().interval());
        positive(faults, "poll.interval", config.poll().interval());
        positive(faults, "poll.timeout", config.poll().timeout());
        config.traces()
                .endpoint()
                .filter(endpoint -> !TracesSwitch.isEndpoint(endpoint))
                .ifPresent(endpoint ->
                        faults.add(TracesSwitch.ENDPOINT + " must be like http://127.0.0.1:4317, was " + endpoint));
        if (config.shutdown().grace().isNegative()) {
            faults.add("diffract.shutdown.grace must be 0 or longer, was "
                    + config.shutdown().grace());
        }
        if (!faults.isEmpty()) {
            String all = String.join("; ", faults);
            throw new WrongConfiguration(all.endsWith("?") ? all : all + ".");
        }
    }

    private static void atLeast(List<String> faults, String key, int value, int least) {
        if (value < least) {
            faults.add("diffract." + key + " must be " + least + " or more, was " + value);
        }
    }

    private static void share(List<String> faults, String key, double value) {
        if (!(value > 0 && value < 1)) {
            faults.add("diffract." + key + " must be above 0 and below 1, was " + value);
        }
    }

    private static void positive(List<String> faults, String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            faults.add("diffract." + key + " must be longer than nothing, was " + value);
        }
    }
}
