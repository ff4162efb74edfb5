package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The NVIDIA driver of this machine, started. */
public final class Cuda {

    private static final String LIBRARY = "libcuda.so.1";
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int CLOCK_RATE = 13;
    private static final int MULTIPROCESSOR_COUNT = 16;
    private static final int NAME_LENGTH = 256;

    private final Driver driver;

    private Cuda(Driver driver) {
        this.driver = driver;
    }

    /** @throws CudaException if there is no driver, it does not start, or it shows no device to this process */
    public static Cuda load() {
        DriverApi api;
        try {
            api = Native.load(LIBRARY, DriverApi.class);
        } catch (UnsatisfiedLinkError e) {
            throw new CudaException(
                    CudaException.Reason.NO_DRIVER,
                    "no NVIDIA driver: " + LIBRARY
                            + " was not found. TensorRT needs a machine with an NVIDIA GPU and its"
                            + " driver; a container needs to be started with its GPUs (docker run --gpus).",
                    e);
        }
        Cuda cuda = new Cuda(new Driver(api));
        cuda.start();
        return cuda;
    }

    private void start() {
        int result = driver.api().cuInit(0);
        if (result != 0) {
            throw StartFailures.of(result, driver.describe(result));
        }
        if (count() == 0) {
            throw StartFailures.noDevice("the driver counts 0 devices");
        }
    }

    /** The newest CUDA the driver can run: {@code 1000 * major + 10 * minor}. */
    public int driverVersion() {
        IntByReference version = new IntByReference();
        driver.check(driver.api().cuDriverGetVersion(version), "cuDriverGetVersion");
        return version.getValue();
    }

    /** What this process may use, in CUDA's order; never empty. */
    public List<CudaDevice> devices() {
        return IntStream.range(0, count()).mapToObj(this::device).toList();
    }

    /** The highest clock of the device's multiprocessors, in kilohertz. */
    public int peakKilohertz(CudaDevice device) {
        return attribute(CLOCK_RATE, handle(device.ordinal()));
    }

    /**
     * Takes up the device's primary context, which TensorRT uses too, and makes it the calling thread's. The context and all
     * that is made from it are for this thread.
     */
    public CudaContext open(CudaDevice device) {
        return CudaContext.retain(driver, handle(device.ordinal()));
    }

    private int count() {
        IntByReference count = new IntByReference();
        driver.check(driver.api().cuDeviceGetCount(count), "cuDeviceGetCount");
        return count.getValue();
    }

    private CudaDevice device(int ordinal) {
        int device = handle(ordinal);
        LongByReference memory = new LongByReference();
        driver.check(driver.api().cuDeviceTotalMem_v2(memory, device), "cuDeviceTotalMem");
        ComputeCapability capability = new ComputeCapability(
                attribute(COMPUTE_CAPABILITY_MAJOR, device), attribute(COMPUTE_CAPABILITY_MINOR, device));
        return new CudaDevice(
                ordinal,
                name(device),
                uuid(device),
                capability,
                attribute(MULTIPROCESSOR_COUNT, device),
                memory.getValue());
    }

    private int handle(int ordinal) {
        IntByReference device = new IntByReference();
        driver.check(driver.api().cuDeviceGet(device, ordinal), "cuDeviceGet");
        return device.getValue();
    }

    private String name(int device) {
        byte[] name = new byte[NAME_LENGTH];
        driver.check(driver.api().cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        return Native.toString(name, StandardCharsets.UTF_8.name());
    }

    private UUID uuid(int device) {
        byte[] bytes = new byte[16];
        driver.check(driver.api().cuDeviceGetUuid_v2(bytes, device), "cuDeviceGetUuid");
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private int attribute(int attribute, int device) {
        IntByReference value = new IntByReference();
        driver.check(driver.api().cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
        return value.getValue();
    }
}
