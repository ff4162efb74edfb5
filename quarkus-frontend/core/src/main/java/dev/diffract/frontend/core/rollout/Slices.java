package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fleet, as a switch looks at it. */
final class Slices {

    private final InstanceRegistry registry;

    Slices(InstanceRegistry registry) {
        this.registry = registry;
    }

    List<TritonInstance> all() {
        return registry.snapshots().stream().map(InstanceSnapshot::instance).toList();
    }

    /** Whether the latest look found all models of a checkpoint on an instance, by their names and their digest, drained or not. */
    boolean has(TritonInstance instance, Manifest manifest) {
        return find(instance).filter(snapshot -> has(snapshot, manifest)).isPresent();
    }

    /** What the latest look found an instance to have, by served name; empty if it found nothing. */
    Map<String, ServedModel> models(TritonInstance instance) {
        return find(instance).map(InstanceSnapshot::models).orElse(Map.of());
    }

    /** Whether the next look will say what an instance has, since none has yet, or a call failed since. */
    boolean isToBeLookedAt(TritonInstance instance) {
        return find(instance)
                .filter(snapshot -> snapshot.state() == InstanceState.PENDING || snapshot.suspected())
                .isPresent();
    }

    /** Whether the latest look found an instance ready, and without a checkpoint. */
    boolean lacks(TritonInstance instance, Manifest manifest) {
        return find(instance)
                .filter(snapshot ->
                        snapshot.state() == InstanceState.HEALTHY || snapshot.state() == InstanceState.MISMATCHED)
                .filter(snapshot -> !has(snapshot, manifest))
                .isPresent();
    }

    /** Whether some instance gets work and has a checkpoint. */
    boolean anyDraws(Manifest manifest) {
        return registry.snapshots().stream().anyMatch(snapshot -> snapshot.canDraw(manifest));
    }

    /** Whether nothing is there that could be switched: it went, or nothing answers at its address. */
    boolean isAway(TritonInstance instance) {
        return find(instance).map(InstanceSnapshot::absent).orElse(true);
    }

    /** @return whether it was not drained before */
    boolean drain(TritonInstance instance) {
        return !registry.drained().contains(instance) && registry.drain(instance);
    }

    void undrain(TritonInstance instance) {
        registry.undrain(instance);
    }

    /** What loads a checkpoint: members before the ensembles that are made of them. */
    static List<String> names(Manifest manifest) {
        Stream<Manifest.ServedModel> members =
                manifest.models().stream().filter(model -> model.role() != ModelRole.DECODE_IMAGE);
        Stream<Manifest.ServedModel> ensembles =
                manifest.models().stream().filter(model -> model.role() == ModelRole.DECODE_IMAGE);
        return Stream.concat(members, ensembles).map(Manifest.ServedModel::name).toList();
    }

    /** What unloads it: nothing is without a member that it needs. */
    static List<String> ensemblesFirst(Manifest manifest) {
        List<String> names = new ArrayList<>(names(manifest));
        Collections.reverse(names);
        return names;
    }

    private Optional<InstanceSnapshot> find(TritonInstance instance) {
        return registry.snapshots().stream()
                .filter(snapshot -> snapshot.instance().equals(instance))
                .findFirst();
    }

    private static boolean has(InstanceSnapshot snapshot, Manifest manifest) {
        return manifest.models().stream()
                .allMatch(model -> Optional.ofNullable(snapshot.models().get(model.name()))
                        .filter(served -> served.checkpoint().equals(manifest.checkpoint()))
                        .isPresent());
    }
}
