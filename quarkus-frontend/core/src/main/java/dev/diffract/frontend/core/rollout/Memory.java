package dev.diffract.frontend.core.rollout;

import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import java.util.Map;
import java.util.Optional;

/** Whether two checkpoints have room on a slice, by what their manifests say of it. */
public final class Memory {

    /** What a server's process takes by itself, as the builder counts it. */
    private static final long CONTEXT = 512L << 20;

    private static final long SMALLEST_RESERVE = 256L << 20;

    /** One part in this many is kept free. */
    private static final long RESERVED_SHARE = 25;

    private Memory() {}

    /**
     * Whether both fit: of each the engines' files, which are about their weights, and the memory of their execution contexts. Of
     * graphs without a slice that they are for, nothing is known that speaks against it.
     */
    public static boolean holds(Manifest one, Manifest other) {
        Optional<EngineTarget> target = other.target().or(one::target);
        return target.isEmpty()
                || taken(one) + taken(other) <= room(target.get().memoryBytes());
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
