package dev.diffract.builder.nvidia.tensorrt;

/**
 * An input or output of an engine.
 *
 * @param shape as built: {@link Dims#DYNAMIC} where the profiles leave a choice
 * @param onHost true if its values are read from or written to host memory (shape tensors)
 */
public record IoTensor(String name, Mode mode, DataType type, Dims shape, boolean onHost) {

    public enum Mode {
        INPUT,
        OUTPUT
    }

    public boolean isInput() {
        return mode == Mode.INPUT;
    }
}
