package dev.diffract.builder.nvidia.tensorrt;

import java.nio.file.Path;
import java.util.List;

/**
 * An engine that was built and written.
 *
 * @param file the file, complete and synced to the disk
 * @param bytes its size
 * @param timingCache for the next build on this device; contains what was given
 * @param warnings what TensorRT warned of while it built, oldest first
 */
public record BuiltEngine(Path file, long bytes, TimingCache timingCache, List<String> warnings) {

    public BuiltEngine {
        warnings = List.copyOf(warnings);
    }
}
