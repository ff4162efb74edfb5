package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.engine.VisibleDevice;
import java.nio.file.Path;

/** The GPU that this process computes on, with a TensorRT. To be used by one thread. */
public interface EngineDevice extends AutoCloseable {

    VisibleDevice visible();

    /** The highest clock of its multiprocessors, in hertz. */
    double peakHertz();

    /** TensorRT's version, such as {@code 10.15.1}. */
    String tensorRt();

    /**
     * Loads an engine file. Close it before the device, and before loading another: memory is measured.
     *
     * @throws BenchException if TensorRT refuses it
     */
    LoadedEngine load(Path file);

    @Override
    void close();
}
