package dev.diffract.embedded.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

    private static final HostUse NOTHING = new HostUse(OptionalDouble.empty(), Optional.empty());

    @Test
    void theMachineIsToldOfAsFarAsItIsKnown() {
        HostUse use = new HostUse(OptionalDouble.of(0.25), Optional.of(new HostUse.Memory(4096, 1024)));
        assertThat(MetricsText.print(List.of(), use).lines())
                .contains(
                        "# TYPE nv_cpu_utilization gauge",
                        "nv_cpu_utilization 0.250000",
                        "nv_cpu_memory_total_bytes 4096",
                        "nv_cpu_memory_used_bytes 1024");
        assertThat(MetricsText.print(List.of(), NOTHING)).doesNotContain("nv_cpu");
    }

    @Test
    void usedIsWhatIsNotAvailable() {
        assertThat(HostUse.parsed(List.of("MemTotal:       2048 kB", "MemFree: 1 kB", "MemAvailable:   1024 kB")))
                .contains(new HostUse.Memory(2 << 20, 1 << 20));
        assertThat(HostUse.parsed(List.of("MemTotal:       2048 kB", "MemAvailable: many kB")))
                .isEmpty();
        assertThat(HostUse.parsed(List.of())).isEmpty();
    }

    @Test
    void countsAndDurationsHaveTritonsNamesAndUnits() {
        ModelCounters counters = new ModelCounters(InstantSource.fixed(Instant.ofEpochMilli(5)));
        counters.executed(3, new PhaseTimes(0, 1000, 2000, 3000));
        counters.succeeded(1, 9_000, new PhaseTimes(4000, 1000, 2000, 3000));
        counters.succeeded(2, 11_000, new PhaseTimes(6000, 1000, 2000, 3000));
        counters.failed(1000, FailureReason.REJECTED);
        String text = MetricsText.print(
                List.of(new MetricsText.Sample("unet", 1, Map.of("slice", "a\"b"), counters.snapshot(), 4, 0.25)),
                NOTHING);
        String labels = "{model=\"unet\",slice=\"a\\\"b\",version=\"1\"";
        assertThat(text.lines().toList())
                .contains(
                        "# TYPE nv_inference_request_success counter",
                        "nv_inference_request_success" + labels + "} 2",
                        "nv_inference_request_failure" + labels.replace(",slice", ",reason=\"REJECTED\",slice") + "} 1",
                        "nv_inference_request_failure" + labels.replace(",slice", ",reason=\"CANCELED\",slice") + "} 0",
                        "nv_inference_count" + labels + "} 3",
                        "nv_inference_exec_count" + labels + "} 1",
                        "nv_inference_request_duration_us" + labels + "} 20",
                        "nv_inference_queue_duration_us" + labels + "} 10",
                        "nv_inference_compute_infer_duration_us" + labels + "} 4",
                        "# TYPE nv_inference_pending_request_count gauge",
                        "nv_inference_pending_request_count" + labels + "} 4",
                        "nv_model_load_duration_secs" + labels + "} 0.250000");
        assertThat(text).endsWith("\n");
    }

    @Test
    void everyFamilyIsExplainedOnce() {
        assertThat(MetricsText.print(List.of(), NOTHING).lines().filter(line -> line.startsWith("# HELP")))
                .hasSize(11)
                .doesNotHaveDuplicates();
    }
}
