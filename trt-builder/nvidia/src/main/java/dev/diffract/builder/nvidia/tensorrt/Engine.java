package dev.diffract.builder.nvidia.tensorrt;

import java.util.List;

/**
 * An engine file in device memory, ready to be run. Close the contexts made from it before the engine itself; closing it frees its
 * weights.
 */
public interface Engine extends AutoCloseable {

    /** Inputs and outputs, in the engine's order. */
    List<IoTensor> tensors();

    /** How many optimisation profiles it was built with: at least 1. */
    int profileCount();

    /** Scratch memory that one context of that profile takes for activations, in bytes. Weights are not in it. */
    long activationBytes(int profile);

    /** The same for the hungriest profile. */
    long activationBytes();

    /**
     * Allocates the scratch memory for a run.
     *
     * @throws TensorRtException if there is too little memory on the device
     */
    ExecutionContext createContext();

    @Override
    void close();
}
