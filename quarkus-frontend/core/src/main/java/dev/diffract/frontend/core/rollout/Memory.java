package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether two checkpoints of a model have room on a slice. Of each count the engines' files, which are about their weights, and the memory of their
 * execution contexts. Slices of one fleet differ, so what a slice's server tells of the engines that it has counts first; where it tells nothing, what the
 * manifests say, which are of one kind of slice.
 */
final class Memory implements Predicate<Map<String, ServedModel>> {

    /** What a server's process takes by itself, as the builder counts it. */
    private static final long CONTEXT = 512L << 20;

    private static final long SMALLEST_RESERVE = 256L << 20;

    /** One part in this many is kept free. */
    private static final long RESERVED_SHARE = 25;

    private final Manifest from;
    private final Manifest to;

    Memory(Manifest from, Manifest to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Whether both fit where a server has these models: the next one has room where it is.
     *
     * @param models by served name; empty if nothing is known of them
     */
    @Override
    public boolean test(Map<String, ServedModel> models) {
        return models.keySet().containsAll(Slices.names(to))
                || told(models).map(this::fits).orElseGet(this::manifestsFit);
    }

    /**
     * What a slice's server tells.
     *
     * @param slice figures of one of its engines
     * @param before what the engines of the checkpoint before take
     * @param others what all the others take, but for those of the next checkpoint
     */
    private record Told(EngineMemory slice, long before, long others) {}

    /** Empty if it does not tell it of all engines of the one before. */
    private Optional<Told> told(Map<String, ServedModel> models) {
        List<String> engines = from.models().stream()
                .filter(model -> model.role() != ModelRole.DECODE_IMAGE) // an ensemble takes what its members do
                .map(Manifest.ServedModel::name)
                .toList();
        List<EngineMemory> before =
                engines.stream().flatMap(name -> memory(models, name)).toList();
        if (before.isEmpty() || before.size() < engines.size()) {
            return Optional.empty();
        }
        List<String> next = Slices.names(to);
        long others = models.keySet().stream()
                .filter(name -> !engines.contains(name) && !next.contains(name))
                .flatMap(name -> memory(models, name))
                .mapToLong(EngineMemory::takes)
                .sum();
        return Optional.of(new Told(
                before.get(0), before.stream().mapToLong(EngineMemory::takes).sum(), others));
    }

    private static Stream<EngineMemory> memory(Map<String, ServedModel> models, String name) {
        return Optional.ofNullable(models.get(name)).flatMap(ServedModel::memory).stream();
    }

    /** Checkpoints that can follow each other are of one architecture: engines for one kind of slice take about the same. */
    private boolean fits(Told told) {
        long next =
                to.target().filter(told.slice()::isOn).map(target -> taken(to)).orElse(told.before());
        return told.before() + told.others() + next <= room(told.slice().of());
    }

    /** Of graphs without a slice that they are for, nothing is known that speaks against it. */
    private boolean manifestsFit() {
        Optional<EngineTarget> target = to.target().or(from::target);
        return target.isEmpty() || taken(from) + taken(to) <= room(target.get().memoryBytes());
    }

    private static long room(long memory) {
        return memory - CONTEXT - Math.max(SMALLEST_RESERVE, memory / RESERVED_SHARE);
    }

    private static long taken(Manifest manifest) {
        long activations = manifest.models().stream()
                .flatMap(model -> model.engine().stream())
                .mapToLong(EngineRecord::activationBytes)
                .sum();
        long files = manifest.files().entrySet().stream()
                .filter(file -> file.getKey().startsWith("models/"))
                .map(Map.Entry::getValue)
                .mapToLong(FileDigest::size)
                .sum();
        return activations + files;
    }
}
