package dev.diffract.builder.build.engine;

import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaDevice;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.planning.mig.ComputeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks CUDA's driver. */
public final class CudaProbe implements DeviceProbe {

    /** The kernel's driver says its version here, in containers too. */
    private static final Path KERNEL_DRIVER = Path.of("/proc/driver/nvidia/version");

    private static final Pattern VERSION = Pattern.compile("Kernel Module\\b.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");

    @Override
    public VisibleDevice look() {
        try {
            Cuda cuda = Cuda.load();
            CudaDevice device = cuda.devices().get(0);
            int version = cuda.driverVersion();
            return new VisibleDevice(
                    device.name(),
                    device.uuid().toString(),
                    new ComputeCapability(
                            device.capability().major(), device.capability().minor()),
                    device.multiprocessors(),
                    device.memoryBytes(),
                    version / 1000 + "." + version % 1000 / 10,
                    driver());
        } catch (CudaException e) {
            throw new NoDeviceException(e.getMessage(), e);
        }
    }

    private static Optional<String> driver() {
        try {
            return driverVersion(Files.readString(KERNEL_DRIVER));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> driverVersion(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
