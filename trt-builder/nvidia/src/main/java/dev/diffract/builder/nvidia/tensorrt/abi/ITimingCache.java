package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** Times of kernels on one device. */
public final class ITimingCache extends OwnedObject<TimingCacheSlot> {

    ITimingCache(Pointer outer, Major major) {
        super(outer, major);
    }

    public Optional<IHostMemory> serialize() {
        return Pointers.present(pointer(TimingCacheSlot.SERIALIZE)).map(memory -> new IHostMemory(memory, major()));
    }
}
