package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.rollout.Rollout.Phase;
import dev.diffract.frontend.core.rollout.Rollout.Status;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** Three slices that have the old checkpoint, servers that take orders, and a time that the test moves. */
abstract class RolloutFixture {

    static final TritonInstance A = new TritonInstance("a", "host:1");
    static final TritonInstance B = new TritonInstance("b", "host:2");
    static final TritonInstance C = new TritonInstance("c", "host:3");
    static final Duration GRACE = Duration.ofSeconds(30);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Duration SILENCE = Duration.ofSeconds(15);

    /** Until what nobody asks for is found so. */
    static final Duration QUIET = SILENCE.plusSeconds(3);

    final ModelDefinition old = TestModels.model();
    final ModelDefinition next = TestModels.retrained();
    final HandClock clock = new HandClock();
    final InstanceRegistry registry = TestFleet.of(List.of(A, B, C), clock);
    final LiveCatalog catalog = new LiveCatalog(List.of(old));
    final Servers servers = new Servers();
    final Drawn work = new Drawn();
    final List<Phase> phases = new ArrayList<>();
    final Rollouts rollouts = new Rollouts(
            catalog,
            registry,
            servers,
            work,
            SILENCE,
            new Execution(Runnable::run, clock, clock),
            status -> phases.add(status.phase()));

    @BeforeEach
    void allHaveTheOldOne() {
        List.of(A, B, C).forEach(instance -> {
            servers.models.put(instance, new ArrayList<>(Slices.names(old.manifest())));
            servers.look(instance);
        });
    }

    void begin(boolean inPlace, Optional<Share> canary) {
        assertThat(rollouts.begin(order(inPlace, canary))).isTrue();
    }

    SwitchOrder order(boolean inPlace, Optional<Share> canary) {
        return new SwitchOrder(next, canary, inPlace, GRACE, PATIENCE);
    }

    Status status() {
        return rollouts.status().orElseThrow();
    }

    static List<String> names(Collection<TritonInstance> instances) {
        return instances.stream().map(TritonInstance::name).toList();
    }

    /** Pictures by number. */
    final class Drawn implements UnderWay {
        final List<String> again = new ArrayList<>();
        int old;
        int next;
        int calls;

        @Override
        public int begun(Checkpoint checkpoint) {
            return checkpoint.equals(RolloutFixture.this.old.checkpoint()) ? old : next;
        }

        @Override
        public void startAgain(Checkpoint checkpoint, Checkpoint instead) {
            boolean forward = checkpoint.equals(RolloutFixture.this.old.checkpoint());
            again.add(forward ? "old to next" : "next to old");
            if (forward) {
                old = 0;
            } else {
                next = 0;
            }
        }

        @Override
        public int calls(TritonInstance instance) {
            return calls;
        }
    }

    /** Servers that do what they are told at once, or when they are let. */
    final class Servers implements ServerModels {
        final Map<TritonInstance, List<String>> models = new HashMap<>();
        final Map<TritonInstance, ServerRefusal> refused = new HashMap<>();
        final List<String> orders = new ArrayList<>();
        final List<Runnable> waiting = new ArrayList<>();
        final Map<TritonInstance, Map<String, Long>> counts = new HashMap<>();
        final Map<TritonInstance, EngineMemory> memory = new HashMap<>();
        boolean atOnce;
        boolean countless;

        @Override
        public CompletionStage<Void> load(TritonInstance instance, List<String> names) {
            orders.add("load " + instance.name());
            return ordered(
                    instance,
                    names.equals(Slices.names(next.manifest())),
                    () -> names.stream()
                            .filter(name -> !models.get(instance).contains(name))
                            .forEach(models.get(instance)::add));
        }

        @Override
        public CompletionStage<Void> unload(TritonInstance instance, List<String> names) {
            orders.add("unload " + instance.name());
            return ordered(instance, false, () -> models.get(instance).removeAll(names));
        }

        @Override
        public CompletionStage<Map<String, Long>> counts(TritonInstance instance, List<String> names) {
            return countless
                    ? CompletableFuture.failedFuture(ServerRefusal.failed("no statistics"))
                    : CompletableFuture.completedFuture(names.stream()
                            .filter(models.get(instance)::contains)
                            .collect(Collectors.toMap(
                                    name -> name,
                                    name -> counts.getOrDefault(instance, Map.of())
                                            .getOrDefault(name, 0L))));
        }

        /** Somebody draws a step with a checkpoint, and has it decoded. */
        void called(TritonInstance instance, ModelDefinition model) {
            Map<String, Long> counted = counts.computeIfAbsent(instance, none -> new HashMap<>());
            Slices.names(model.manifest()).forEach(name -> counted.merge(name, 1L, Long::sum));
        }

        CompletionStage<Void> ordered(TritonInstance instance, boolean refusable, Runnable change) {
            if (refusable && refused.containsKey(instance)) {
                return CompletableFuture.failedFuture(refused.get(instance));
            }
            CompletableFuture<Void> done = new CompletableFuture<>();
            waiting.add(() -> {
                change.run();
                look(instance);
                done.complete(null);
            });
            if (atOnce) {
                carryOut();
            }
            return done;
        }

        void carryOut() {
            List<Runnable> now = List.copyOf(waiting);
            waiting.clear();
            now.forEach(Runnable::run);
        }

        void look(TritonInstance instance) {
            Map<String, ServedModel> found = new HashMap<>();
            for (Manifest manifest : List.of(old.manifest(), next.manifest())) {
                manifest.models().stream()
                        .filter(model -> models.get(instance).contains(model.name()))
                        .forEach(model -> found.put(
                                model.name(),
                                TestModels.served(manifest.checkpoint(), Optional.ofNullable(memory.get(instance)))));
            }
            registry.publish(InstanceSnapshot.healthy(instance, found), clock.instant());
        }
    }
}
