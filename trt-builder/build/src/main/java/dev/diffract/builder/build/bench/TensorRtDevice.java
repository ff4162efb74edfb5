package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.engine.CudaProbe;
import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaDevice;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import java.nio.file.Path;

/** The first device of CUDA. */
public final class TensorRtDevice implements EngineDevice {

    private static final double KILO = 1000;

    private final VisibleDevice visible;
    private final TensorRt tensorRt;
    private final CudaContext cuda;
    private final double peakHertz;

    private TensorRtDevice(VisibleDevice visible, TensorRt tensorRt, CudaContext cuda, double peakHertz) {
        this.visible = visible;
        this.tensorRt = tensorRt;
        this.cuda = cuda;
        this.peakHertz = peakHertz;
    }

    /**
     * @param library where TensorRT is; null to search for it
     * @throws dev.diffract.builder.build.engine.NoDeviceException if there is no GPU
     * @throws BenchException if there is no TensorRT that can be used
     */
    public static TensorRtDevice open(Path library) {
        VisibleDevice visible = new CudaProbe().look();
        try {
            TensorRt tensorRt = TensorRt.load(library);
            Cuda driver = Cuda.load();
            CudaDevice first = driver.devices().get(0);
            return new TensorRtDevice(visible, tensorRt, driver.open(first), driver.peakKilohertz(first) * KILO);
        } catch (TensorRtException | CudaException e) {
            throw new BenchException(e.getMessage(), e);
        }
    }

    @Override
    public VisibleDevice visible() {
        return visible;
    }

    @Override
    public double peakHertz() {
        return peakHertz;
    }

    @Override
    public String tensorRt() {
        return tensorRt.version().toString();
    }

    @Override
    public LoadedEngine load(Path file) {
        try {
            long usedBefore = cuda.memory().used();
            return new TensorRtEngine(tensorRt.deserialize(file), cuda, usedBefore);
        } catch (TensorRtException | CudaException e) {
            throw new BenchException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        cuda.close();
    }
}
