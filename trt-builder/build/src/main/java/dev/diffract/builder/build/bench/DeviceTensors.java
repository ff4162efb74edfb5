package dev.diffract.builder.build.bench;

import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.DeviceMemory;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Inputs and outputs of an execution in the device's memory, freed together. */
final class DeviceTensors implements AutoCloseable {

    private final CudaContext cuda;
    private final Map<String, DeviceMemory> memory = new HashMap<>();

    DeviceTensors(CudaContext cuda) {
        this.cuda = cuda;
    }

    /** Returns the address of a copy. */
    long upload(Tensor tensor) {
        ByteBuffer bytes = tensor.data();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        direct.put(bytes).flip();
        DeviceMemory space = allocate(tensor.name(), direct.remaining());
        space.copyFrom(direct);
        return space.address();
    }

    /** Returns the address of space for an output. */
    long reserve(IoTensor output, Dims shape) {
        if (output.onHost()) {
            throw new BenchException("output '" + output.name()
                    + "' of the engine is a shape, which no served model has:" + " build the repository again");
        }
        return allocate(output.name(), output.type().bytes(shape.volume())).address();
    }

    /** What is in the space that was reserved for an output; waits for the work that fills it. */
    Tensor download(IoTensor output, Dims shape) {
        ByteBuffer direct = ByteBuffer.allocateDirect(
                        Math.toIntExact(output.type().bytes(shape.volume())))
                .order(ByteOrder.LITTLE_ENDIAN);
        memory.get(output.name()).copyTo(direct);
        return Tensor.ofRaw(output.name(), TensorTypes.of(output), shape.toArray(), direct);
    }

    private DeviceMemory allocate(String tensor, long bytes) {
        DeviceMemory space = cuda.allocate(Math.max(1, bytes));
        memory.put(tensor, space);
        return space;
    }

    @Override
    public void close() {
        memory.values().forEach(DeviceMemory::close);
    }
}
