package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");

    private final HandClock clock = new HandClock();
    private final InstanceRegistry registry = TestFleet.of(List.of(A, B), clock);
    private final AtomicReference<Places> places = new AtomicReference<>();

    @Test
    void itIsTwiceTheSumOfTheBatches() {
        observe(1000);
        assertThat(all()).as("of nobody anything is known").isEqualTo(4);
        assertThat(places.get().of("xl")).isEqualTo(4);
        healthy(A, 8);
        healthy(B, 4);
        assertThat(all()).isEqualTo(24);
    }

    @Test
    void whoIsIllCountsAsItWas() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        publish(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is ill."));
        assertThat(all()).isEqualTo(24);
    }

    @Test
    void whoServesSomethingElseOrWentCountsNoMore() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "It serves something else."));
        assertThat(all()).isEqualTo(16);
        registry.set(List.of(B));
        assertThat(all()).as("somebody may always begin").isEqualTo(1);
    }

    @Test
    void whoIsDrainedCountsNoMoreUntilItIsBack() {
        observe(1000);
        healthy(A, 8);
        healthy(B, 4);
        registry.drain(A);
        assertThat(all()).isEqualTo(8);
        registry.undrain(A);
        assertThat(all()).isEqualTo(24);
    }

    @Test
    void aModelHasThePlacesOfTheSlicesThatServeIt() {
        observe(1000);
        healthy(A, 8);
        publish(InstanceSnapshot.healthy(B, Map.of("xl_unet", new ServedModel("checkpoint", 2, "engine"))));
        assertThat(all()).isEqualTo(20);
        assertThat(places.get().of("sd")).isEqualTo(16);
        assertThat(places.get().of("xl")).isEqualTo(4);
        registry.drain(B);
        assertThat(places.get().of("xl")).as("somebody may always begin").isEqualTo(1);
    }

    /** While a model is switched a slice has one of its checkpoints, or the other, or both. */
    @Test
    void whicheverCheckpointOfAModelASliceHas() {
        observe(1000);
        healthy(A, 8);
        publish(InstanceSnapshot.healthy(B, Map.of("unet2", new ServedModel("next", 4, "engine"))));
        assertThat(places.get().of("sd")).isEqualTo(24);
    }

    @Test
    void itIsNeverMoreThanItMayBe() {
        observe(5);
        healthy(A, 8);
        assertThat(all()).isEqualTo(5);
    }

    @Test
    void aModelThatNoHealthySliceServesIsMissing() {
        observe(1000);
        assertThat(missing()).as("nobody was looked at").isEmpty();
        healthy(A, 8);
        assertThat(missing()).as("B may serve it").isEmpty();
        publish(InstanceSnapshot.healthy(B, Map.of("xl_unet", new ServedModel("checkpoint", 2, "engine"))));
        assertThat(missing()).isEmpty();
        publish(InstanceSnapshot.out(B, InstanceState.UNKNOWN, "It is gone."));
        assertThat(missing()).containsExactly("xl");
        assertThat(places.get().of("xl")).as("it may be back in a moment").isEqualTo(4);
        publish(InstanceSnapshot.healthy(B, Map.of("xl_unet", new ServedModel("checkpoint", 2, "engine"))));
        assertThat(missing()).isEmpty();
        registry.drain(A);
        assertThat(missing()).containsExactly("sd");
        registry.set(List.of(A));
        assertThat(missing()).containsExactlyInAnyOrder("sd", "xl");
    }

    /** What is kept from change to change is what a count of all instances says. */
    @Test
    void changesAddUp() {
        AtomicReference<Places> anew = new AtomicReference<>();
        AtomicInteger times = new AtomicInteger();
        observe(1000);
        registry.observe(new Capacity(
                () -> Map.of(
                        "sd",
                        Set.of("unet", "unet2"),
                        "xl",
                        Set.of("xl_unet"),
                        "other each time " + times.incrementAndGet(),
                        Set.of("nobody's")),
                1000,
                anew::set));
        RandomGenerator random = new SplittableRandom(7);
        for (int change = 0; change < 500; change++) {
            happens(random);
            assertThat(all()).isEqualTo(anew.get().all());
            for (String model : List.of("sd", "xl")) {
                assertThat(places.get().of(model)).isEqualTo(anew.get().of(model));
                assertThat(missing().contains(model))
                        .isEqualTo(anew.get().missing().contains(model));
            }
        }
    }

    private void happens(RandomGenerator random) {
        TritonInstance instance = random.nextBoolean() ? A : B;
        int batch = 1 + random.nextInt(8);
        switch (random.nextInt(6)) {
            case 0 -> healthy(instance, batch);
            case 1 ->
                publish(InstanceSnapshot.healthy(
                        instance,
                        Map.of(
                                "xl_unet", new ServedModel("checkpoint", batch, "engine"),
                                "unet2", new ServedModel("next", 2, "engine"))));
            case 2 -> publish(InstanceSnapshot.out(instance, InstanceState.UNHEALTHY, "It is ill."));
            case 3 -> publish(InstanceSnapshot.out(instance, InstanceState.MISMATCHED, "It serves something else."));
            case 4 -> {
                registry.drain(instance);
                registry.undrain(random.nextBoolean() ? A : B);
            }
            default -> {
                registry.set(List.of(instance));
                registry.set(List.of(A, B));
            }
        }
    }

    /** However many instances there are. */
    @Test
    void modelsAreLookedUpOnceForEachChange() {
        AtomicInteger asked = new AtomicInteger();
        registry.observe(new Capacity(
                () -> {
                    asked.incrementAndGet();
                    return Map.of("sd", Set.of("unet"), "xl", Set.of("xl_unet"));
                },
                1000,
                places::set));
        healthy(A, 8);
        asked.set(0);
        healthy(B, 4);
        assertThat(asked).hasValue(1);
        assertThat(all()).isEqualTo(24);
    }

    private Set<String> missing() {
        return places.get().missing();
    }

    private int all() {
        return places.get().all();
    }

    private void observe(int most) {
        registry.observe(
                new Capacity(() -> Map.of("sd", Set.of("unet", "unet2"), "xl", Set.of("xl_unet")), most, places::set));
    }

    private void healthy(TritonInstance instance, int batch) {
        publish(InstanceSnapshot.healthy(
                instance,
                Map.of(
                        "unet", new ServedModel("checkpoint", batch, "engine"),
                        "decode_image", new ServedModel("checkpoint", 64, "engine"))));
    }

    private void publish(InstanceSnapshot snapshot) {
        clock.advance(Duration.ofMillis(1));
        registry.publish(snapshot, clock.instant());
    }
}
