package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;

/** How to build. Whatever is set here must outlive the build. */
public final class IBuilderConfig extends OwnedObject<BuilderConfigSlot> {

    private static final int WORKSPACE = 0;
    private static final byte REFUSE_ANOTHER_DEVICES = 0;

    IBuilderConfig(Pointer outer, Major major) {
        super(outer, major);
    }

    /** @return the profile's index in the engine, or -1 if it was refused */
    public int addOptimizationProfile(IOptimizationProfile profile) {
        return integer(BuilderConfigSlot.ADD_OPTIMIZATION_PROFILE, profile.pointer());
    }

    public void setWorkspaceLimit(long bytes) {
        call(BuilderConfigSlot.SET_MEMORY_POOL_LIMIT, WORKSPACE, bytes);
    }

    /** @param level 0 to 5 */
    public void setBuilderOptimizationLevel(int level) {
        call(BuilderConfigSlot.SET_BUILDER_OPTIMIZATION_LEVEL, level);
    }

    public void setProgressMonitor(ProgressMonitor monitor) {
        call(BuilderConfigSlot.SET_PROGRESS_MONITOR, monitor.pointer());
    }

    /**
     * The cache is ours to delete, after the build.
     *
     * @param bytes of an earlier cache; none for an empty cache
     */
    public Optional<ITimingCache> createTimingCache(byte[] bytes) {
        if (bytes.length == 0) {
            return timingCache(pointer(BuilderConfigSlot.CREATE_TIMING_CACHE, Pointer.NULL, 0L));
        }
        try (Memory copy = new Memory(bytes.length)) {
            copy.write(0, bytes, 0, bytes.length);
            return timingCache(pointer(BuilderConfigSlot.CREATE_TIMING_CACHE, copy, (long) bytes.length));
        }
    }

    private Optional<ITimingCache> timingCache(Pointer outer) {
        return Pointers.present(outer).map(cache -> new ITimingCache(cache, major()));
    }

    /** @return false if the cache was made on another kind of device */
    public boolean setTimingCache(ITimingCache cache) {
        return test(BuilderConfigSlot.SET_TIMING_CACHE, cache.pointer(), REFUSE_ANOTHER_DEVICES);
    }
}
