package dev.diffract.builder.nvidia.tensorrt;

import java.nio.file.Path;

/**
 * A TensorRT that was found, loaded and accepted: 10.15 or a later 10, or any 11. One process can use one of them only; it
 * stays loaded until the process ends.
 *
 * <p>Building and running need a GPU. Loading and asking for versions do not.
 */
public interface TensorRt {

    /**
     * Loads TensorRT into this process. Asking again for the library that is loaded already costs nothing.
     *
     * @param directory where libnvinfer and libnvonnxparser are, or the root of an unpacked TensorRT with a {@code lib}
     *     folder; if both majors are there, the newer is taken. The file of libnvinfer itself will do too. Null to search
     *     LD_LIBRARY_PATH and the usual places of packages and containers.
     * @throws TensorRtException if there is no TensorRT, the file is none, its version is not supported, or another one is
     *     loaded already
     */
    static TensorRt load(Path directory) {
        return TensorRtLoader.load(directory);
    }

    /** Of the loaded libnvinfer. */
    TensorRtVersion version();

    /** The libnvinfer that was loaded: an absolute path. */
    Path library();

    /**
     * Builds an engine from an ONNX graph, on the first visible device, and writes its engine file as it comes, so that an engine file may
     * be larger than a Java array. Tensor types are taken from the graph as they are (strong typing): an FP16 engine needs
     * an FP16 graph.
     *
     * <p>Takes minutes for a UNet. The calling thread gets progress reports, as may threads of TensorRT.
     *
     * @throws TensorRtException if the machine cannot build, the graph cannot be parsed, TensorRT finds no engine, the
     *     listener cancelled, or the engine file cannot be written. No engine file is left behind then.
     */
    BuiltEngine build(EngineBuild request);

    /**
     * Reads an engine file back, on the first visible device. The engine holds its weights in device memory until it is closed.
     *
     * @throws TensorRtException if the machine has no usable GPU, the file is no engine file, or the engine file was built by another
     *     TensorRT or for another device
     */
    Engine deserialize(Path file);
}
