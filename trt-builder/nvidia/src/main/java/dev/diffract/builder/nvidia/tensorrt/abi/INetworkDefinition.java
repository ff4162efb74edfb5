package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A graph in TensorRT's terms, filled by a parser. */
public final class INetworkDefinition extends OwnedObject<NetworkSlot> {

    INetworkDefinition(Pointer outer, Major major) {
        super(outer, major);
    }

    public int outputCount() {
        return integer(NetworkSlot.GET_NB_OUTPUTS);
    }

    public Stream<ITensor> inputs() {
        return IntStream.range(0, integer(NetworkSlot.GET_NB_INPUTS))
                .mapToObj(index -> new ITensor(pointer(NetworkSlot.GET_INPUT, index), major()));
    }
}
