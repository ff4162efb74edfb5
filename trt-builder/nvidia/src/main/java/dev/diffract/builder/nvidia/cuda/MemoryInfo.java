package dev.diffract.builder.nvidia.cuda;

/** Memory of a device, in bytes: what no process has taken, and all there is. */
public record MemoryInfo(long free, long total) {

    public long used() {
        return total - free;
    }
}
