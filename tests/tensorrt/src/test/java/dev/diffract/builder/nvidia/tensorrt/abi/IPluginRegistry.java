package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The one object of libnvinfer whose methods can be called without a GPU: with it the way of calling is proved on the real
 * library.
 */
public final class IPluginRegistry extends NativeObject<PluginRegistrySlot> {

    private final Pointer self;

    private IPluginRegistry(Pointer self, Major major) {
        super(self, major);
        this.self = self;
    }

    public static IPluginRegistry of(Path libnvinfer, Major major) {
        Pointer registry = NativeLibraries.open(libnvinfer)
                .getFunction("getPluginRegistry")
                .invokePointer(new Object[0]);
        return new IPluginRegistry(Pointers.present(registry).orElseThrow(), major);
    }

    @Override
    Pointer pointer() {
        return self;
    }

    public boolean isParentSearchEnabled() {
        return test(PluginRegistrySlot.IS_PARENT_SEARCH_ENABLED);
    }

    /** @param recorder null for none */
    public void setErrorRecorder(ErrorRecorder recorder) {
        call(PluginRegistrySlot.SET_ERROR_RECORDER, recorder == null ? Pointer.NULL : recorder.pointer());
    }

    /** The interfaces that the registered creators say they implement. */
    public List<String> creators() {
        IntByReference count = new IntByReference();
        Pointer creators = pointer(PluginRegistrySlot.GET_ALL_CREATORS, count);
        return Arrays.stream(creators.getPointerArray(0, count.getValue()))
                .map(creator -> new Creator(creator, major()).kind())
                .toList();
    }

    private enum CreatorSlot implements Slot {
        GET_INTERFACE_INFO;

        @Override
        public Entry entry() {
            return new Entry("getInterfaceInfo", 1, 1);
        }
    }

    private static final class Creator extends NativeObject<CreatorSlot> {

        private final Pointer self;

        private Creator(Pointer self, Major major) {
            super(self, major);
            this.self = self;
        }

        @Override
        Pointer pointer() {
            return self;
        }

        /** A structure in two registers. */
        private String kind() {
            InterfaceInfo info = (InterfaceInfo)
                    function(CreatorSlot.GET_INTERFACE_INFO).invoke(InterfaceInfo.ByValue.class, new Object[] {self});
            return info.kind.getString(0);
        }
    }
}
