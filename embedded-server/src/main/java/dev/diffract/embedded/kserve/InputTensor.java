package dev.diffract.embedded.kserve;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An input as a client sent it: nothing about it has been checked.
 *
 * @param name the tensor's name
 * @param datatype the protocol's name of the element type
 * @param shape with the batch dimension, if the model has one
 * @param data raw little-endian bytes
 */
public record InputTensor(String name, String datatype, List<Long> shape, ByteBuffer data) {

    public InputTensor {
        shape = List.copyOf(shape);
    }
}
