package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.cuda.CudaStream;

/**
 * One run of an engine at a time, with its own scratch memory. Set the shapes of all dynamic inputs and the addresses of all
 * inputs and outputs, then enqueue; both stay set for the next run. To be used by one thread at a time, and closed before its
 * engine.
 */
public interface ExecutionContext extends AutoCloseable {

    /**
     * Chooses the optimisation profile; a new context has the first. Shapes must be set again afterwards.
     *
     * @throws TensorRtException if there is no such profile, or another context uses it
     */
    void selectProfile(int profile, CudaStream stream);

    /** @throws TensorRtException if there is no such input or the shape lies outside the profile */
    void setInputShape(String input, Dims shape);

    /** The shape of any input or output under the input shapes set so far; dynamic where they do not decide it. */
    Dims shape(String tensor);

    /**
     * @param address of device memory that is large enough and stays allocated until the run is over; host memory for
     *     tensors that are {@linkplain IoTensor#onHost() on the host}
     * @throws TensorRtException if there is no such tensor
     */
    void setAddress(String tensor, long address);

    /**
     * Queues a run and returns. The outputs are there when the stream has come this far.
     *
     * @throws TensorRtException if a shape or an address is missing, or the device refuses
     */
    void enqueue(CudaStream stream);

    @Override
    void close();
}
