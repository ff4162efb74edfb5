package dev.diffract.frontend.usage;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How busy a slice and its machine are. What nobody told is empty.
 *
 * @param gpu part of the time that the GPU was busy, 0 to 1
 * @param cpu part of the machine's processors that is busy, 0 to 1
 * @param ram of the machine
 * @param pending requests that wait in the server's own queues, of all its clients
 */
public record Usage(
        OptionalDouble gpu,
        Optional<Memory> gpuMemory,
        OptionalDouble cpu,
        Optional<Memory> ram,
        OptionalLong pending) {

    /** Nobody told anything. */
    public static final Usage UNKNOWN = new Usage(
            OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty(), OptionalLong.empty());

    /**
     * Memory in bytes.
     *
     * @param used from 0
     * @param total empty if that was not told
     */
    public record Memory(long used, OptionalLong total) {}

    /** With what another says of what this one does not. */
    Usage or(Usage other) {
        return new Usage(
                gpu.isPresent() ? gpu : other.gpu,
                gpuMemory.or(() -> other.gpuMemory),
                cpu.isPresent() ? cpu : other.cpu,
                ram.or(() -> other.ram),
                pending.isPresent() ? pending : other.pending);
    }
}
