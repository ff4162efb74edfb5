package dev.diffract.frontend.core.dispatch.policy;

import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.NOW;
import static dev.diffract.frontend.core.dispatch.policy.DispatchPolicyKit.work;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a policy decides from, made up by chance: instances that are ill, lack models or serve another checkpoint, that have much or
 * nothing to do, and work of all kinds that failed here and there.
 */
record Moment(List<Waiting> waiting, FleetView fleet) {

    private static final Map<String, ServedModel> OTHER_THREADS = TestModels.servedBy(
            new ServedModel(TestModels.CHECKPOINT, 8, "engine", Optional.of("sha256:01 2 threads")));

    Decision decided(DispatchPolicy policy) {
        return policy.decide(waiting, fleet, NOW);
    }

    static Moment of(int seed) {
        Random random = new Random(seed);
        List<InstanceView> instances = new ArrayList<>();
        int count = random.nextInt(1, 7);
        for (int i = 0; i < count; i++) {
            TritonInstance instance = new TritonInstance("slice" + i, "host:" + i);
            int underWay = random.nextInt(5);
            instances.add(new InstanceView(
                    snapshot(instance, random),
                    underWay,
                    random.nextInt(underWay + 1),
                    random.nextInt(100),
                    new Outlook(
                            underWay,
                            random.nextInt(-1, 1),
                            NOW,
                            times(random),
                            random.nextInt(7),
                            doubtedUntil(random))));
        }
        List<Waiting> waiting = new ArrayList<>();
        int works = random.nextInt(1, 13);
        for (int i = 0; i < works; i++) {
            Set<TritonInstance> tried = new HashSet<>();
            instances.stream().filter(view -> random.nextInt(3) == 0).forEach(view -> tried.add(view.instance()));
            Work work = work(
                    random.nextInt(1, 3),
                    random.nextBoolean() ? 8 : 16,
                    random.nextInt(5) == 0 ? "sha256:another" : TestModels.CHECKPOINT,
                    random.nextInt(4) == 0 ? Stage.DECODE : Stage.STEP);
            if (random.nextInt(3) == 0 && work.checkpoint().equals(TestModels.CHECKPOINT)) {
                work = work.exactly(new Exact(
                        Set.of(TestModels.UNET, TestModels.name(ModelRole.DECODE_IMAGE)),
                        digest(random),
                        random.nextBoolean()));
            }
            if (random.nextInt(3) == 0) {
                work = ofClass(work, random.nextBoolean() ? Standing.of(Standing.BATCH) : new Standing(-1, NOW));
            }
            Set<String> unfit = random.nextInt(6) == 0 ? Set.of("engine") : Set.of();
            boolean alone = !tried.isEmpty() && random.nextBoolean();
            Set<TritonInstance> at = tried.stream().limit(random.nextInt(2)).collect(Collectors.toSet());
            waiting.add(new Waiting(i, work, !tried.isEmpty() || random.nextInt(6) == 0, tried, unfit, alone, at));
        }
        FleetView fleet = new FleetView(instances);
        waiting.removeIf(unserved -> fleet.serving(unserved).isEmpty());
        return new Moment(Collections.unmodifiableList(waiting), fleet);
    }

    static Work ofClass(Work work, Standing standing) {
        Terms terms = work.terms();
        Terms classed =
                new Terms(terms.caller(), standing, terms.deadline(), terms.course(), terms.label(), terms.span());
        return new Work(work.call(), work.checkpoint(), work.stage(), work.shape(), work.cost(), classed, work.exact());
    }

    /** Nothing is known, or one answer, or some: of calls that take no time, or minutes, or what a clock that was set back made of it. */
    private static CallTimes times(Random random) {
        CallTimes times = CallTimes.NONE;
        for (int size : new int[] {8, 16}) {
            for (int answers = random.nextInt(5); answers > 0; answers--) {
                Duration took = Duration.ofMillis(Math.round(Math.pow(10, random.nextInt(7))) - 100);
                times = times.with(
                        work(1, size, TestModels.CHECKPOINT, Stage.STEP).shape(), 1 + random.nextInt(8), took, NOW);
            }
        }
        return times;
    }

    private static Instant doubtedUntil(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Instant.MAX;
            case 1 -> NOW.plusSeconds(3);
            default -> Instant.MIN;
        };
    }

    private static InstanceSnapshot snapshot(TritonInstance instance, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> InstanceSnapshot.pending(instance);
            case 1 -> InstanceSnapshot.out(instance, InstanceState.UNHEALTHY, "It is not ready.");
            case 2 ->
                InstanceSnapshot.healthy(
                        instance, Map.of(TestModels.UNET, new ServedModel(TestModels.CHECKPOINT, 8, "another engine")));
            case 3 ->
                InstanceSnapshot.healthy(
                        instance,
                        Map.of(
                                TestModels.UNET,
                                new ServedModel("sha256:another", 2, "engine"),
                                TestModels.name(ModelRole.DECODE_IMAGE),
                                new ServedModel("sha256:another", 1, "another engine")));
            case 4 -> InstanceSnapshot.healthy(instance, OTHER_THREADS);
            default -> InstanceSnapshot.healthy(instance, TestModels.served());
        };
    }

    private static Optional<String> digest(Random random) {
        Map<String, ServedModel> served = random.nextBoolean() ? TestModels.served() : OTHER_THREADS;
        return random.nextBoolean()
                ? Optional.empty()
                : InstanceSnapshot.healthy(new TritonInstance("any", "host"), served)
                        .engines(
                                TestModels.CHECKPOINT,
                                Set.of(TestModels.UNET, TestModels.name(ModelRole.DECODE_IMAGE)));
    }
}
