package dev.diffract.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.embedded.fault.FaultInjector.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {

    private final List<Long> sleeps = new ArrayList<>();

    @Test
    void aBurstIsTheEndOfEachPeriod() {
        assertThat(fates(injector(1, "unavailable=burst:2/5"), 10))
                .containsExactly(
                        Fate.SERVE,
                        Fate.SERVE,
                        Fate.SERVE,
                        Fate.UNAVAILABLE,
                        Fate.UNAVAILABLE,
                        Fate.SERVE,
                        Fate.SERVE,
                        Fate.SERVE,
                        Fate.UNAVAILABLE,
                        Fate.UNAVAILABLE);
    }

    @Test
    void hangAndCrashComeAfterTheirNumber() {
        assertThat(fates(injector(1, "hang=after:2"), 4)).containsExactly(Fate.SERVE, Fate.SERVE, Fate.HANG, Fate.HANG);
        assertThat(fates(injector(1, "crash=after:1", "hang=after:0"), 2)).containsExactly(Fate.HANG, Fate.CRASH);
    }

    @Test
    void aModelsFaultConcernsThatModelAlone() {
        FaultInjector injector = injector(1, "hang=after:0@unet");
        assertThat(injector.request("text_encoder")).isEqualTo(Fate.SERVE);
        assertThat(injector.request("unet")).isEqualTo(Fate.HANG);
        assertThat(injector.request("demo-3f9a12c4.text_encoder")).isEqualTo(Fate.SERVE);
        assertThat(injector.request("demo-3f9a12c4.unet")).isEqualTo(Fate.HANG);
    }

    @Test
    void aFaultMayBeForOneOfTwoCheckpoints() {
        FaultInjector injector = injector(1, "hang=after:0@demo-3f9a12c4.unet");
        assertThat(injector.request("demo-00000000.unet")).isEqualTo(Fate.SERVE);
        assertThat(injector.request("demo-3f9a12c4.unet")).isEqualTo(Fate.HANG);
    }

    @Test
    void theSameSeedFailsTheSameRequestsAboutAsOftenAsAsked() {
        List<Fate> once = fates(injector(7, "unavailable=rate:0.25"), 4000);
        assertThat(fates(injector(7, "unavailable=rate:0.25"), 4000)).isEqualTo(once);
        assertThat(once.stream().filter(Fate.UNAVAILABLE::equals).count()).isBetween(900L, 1100L);
    }

    @Test
    void latencyAndJitterAddUpForTheModelTheyAreFor() {
        FaultInjector injector = injector(1, "latency=20ms", "latency=5ms@unet", "jitter=10ms");
        injector.pause("unet");
        injector.pause("text_encoder");
        assertThat(sleeps.get(0)).isBetween(25_000_000L, 35_000_000L);
        assertThat(sleeps.get(1)).isBetween(20_000_000L, 30_000_000L);
    }

    @Test
    void withoutFaultsNothingWaits() {
        injector(1).pause("unet");
        assertThat(sleeps).isEmpty();
    }

    private FaultInjector injector(long seed, String... faults) {
        return new FaultInjector(
                Arrays.stream(faults).map(FaultGrammar::parse).toList(), new Random(seed), sleeps::add);
    }

    private static List<Fate> fates(FaultInjector injector, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> injector.request("unet"))
                .toList();
    }
}
