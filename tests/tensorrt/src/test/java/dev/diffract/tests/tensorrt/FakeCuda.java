package dev.diffract.tests.tensorrt;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;

/** A driver with one device, whose memory is the host's. */
public final class FakeCuda {

    private static final String NAME = "libcuda.so.1";

    private final NativeLibrary library;

    private FakeCuda(NativeLibrary library) {
        this.library = library;
    }

    /** From here on this process finds it as the machine's driver. */
    public static FakeCuda install() throws IOException {
        Path directory = NativeBuild.directory("cuda");
        NativeBuild.compile("fake_cuda.cpp", directory.resolve(NAME));
        NativeLibrary.addSearchPath(NAME, directory.toString());
        return new FakeCuda(NativeLibrary.getInstance(NAME));
    }

    /** What the driver answers when it is started, and how many devices it counts. */
    public void starts(int result, int devices) {
        library.getFunction("fake_cuda").invoke(new Object[] {result, devices});
    }

    public void startsWell() {
        starts(0, 1);
    }

    /** Contexts and pieces of memory not given back. */
    public int held() {
        return library.getFunction("fake_cuda_held").invokeInt(new Object[0]);
    }
}
