package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaStream;
import dev.diffract.builder.nvidia.cuda.DeviceMemory;
import dev.diffract.builder.nvidia.tensorrt.DataType;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.Engine;
import dev.diffract.builder.nvidia.tensorrt.ExecutionContext;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** From the engine file to computed values: engine, context, device memory and stream. */
class RunIT extends OnABuiltEngine {

    @Test
    void anEngineDescribesItself() {
        try (Engine engine = tensorRt.deserialize(file)) {
            assertThat(engine.tensors())
                    .containsExactly(
                            new IoTensor("x", IoTensor.Mode.INPUT, DataType.FLOAT32, Dims.of(-1, 4), false),
                            new IoTensor("y", IoTensor.Mode.OUTPUT, DataType.FLOAT16, Dims.of(-1, 4), true));
            assertThat(engine.profileCount()).isEqualTo(1);
            assertThat(engine.activationBytes()).isEqualTo(5L << 30);
            assertThat(engine.activationBytes(3)).isEqualTo((4L << 30) + 3);
        }
    }

    @Test
    void computesWhatIsInDeviceMemory() {
        try (CudaContext cuda = openFirst();
                Engine engine = tensorRt.deserialize(file);
                ExecutionContext context = engine.createContext();
                CudaStream stream = cuda.newStream();
                DeviceMemory x = cuda.allocate(8 * Float.BYTES);
                DeviceMemory y = cuda.allocate(8 * Float.BYTES)) {
            x.copyFrom(floats(-1, 2, -3, 4, 5, -6, 7, -8));
            y.clear();
            context.selectProfile(0, stream);
            context.setInputShape("x", Dims.of(2, 4));
            assertThat(context.shape("y")).isEqualTo(Dims.of(2, 4));
            context.setAddress("x", x.address());
            context.setAddress("y", y.address());
            context.enqueue(stream);
            stream.synchronize();

            ByteBuffer result = ByteBuffer.allocateDirect(8 * Float.BYTES);
            y.copyTo(result);
            assertThat(result).isEqualTo(floats(0, 2, 0, 4, 5, 0, 7, 0));
        }
        assertThat(fakeCuda.held()).isZero();
        assertThat(fake.calls())
                .containsExactly(
                        "runtime.deserializeCudaEngine " + file.toFile().length() + " bytes",
                        "engine.createExecutionContext 0",
                        "context.setOptimizationProfileAsync 0 on a stream",
                        "context.setInputShape x 2x4",
                        "context.enqueueV3 on a stream",
                        "delete context",
                        "delete engine",
                        "delete runtime");
    }

    @Test
    void refusalsOfARunSayTensorRtsWords() {
        try (CudaContext cuda = openFirst();
                CudaStream stream = cuda.newStream();
                Engine engine = tensorRt.deserialize(file);
                ExecutionContext context = engine.createContext()) {
            refused(() -> context.setInputShape("x", Dims.of(9, 4)), Reason.RUN)
                    .hasMessage(
                            "input 'x' does not take the shape 9x4. TensorRT says: dimension 0 is beyond its maximum"
                                    + " of 8");
            refused(() -> context.setAddress("z", 16), Reason.RUN)
                    .hasMessage("tensor 'z' cannot be given an address. TensorRT says: no tensor z");
            refused(() -> context.selectProfile(7, stream), Reason.RUN)
                    .hasMessage("shape profile 7 cannot be chosen. TensorRT says: profile 7 does not exist");
            refused(() -> context.enqueue(stream), Reason.RUN)
                    .hasMessage("the engine cannot be run as it is set up. TensorRT says: an address was not set");
            refused(() -> context.shape("z"), Reason.RUN).hasMessageStartingWith("the engine has no tensor 'z'.");
        }
    }

    @Test
    void anEngineTakesItsOpenContextsWithIt() {
        Engine engine = tensorRt.deserialize(file);
        ExecutionContext context = engine.createContext();
        engine.close();

        assertThat(fake.calls()).endsWith("delete context", "delete engine", "delete runtime");
        assertThatThrownBy(() -> context.shape("x")).isInstanceOf(IllegalStateException.class);
        context.close();
        engine.close();
        assertThat(fake.calls()).endsWith("delete context", "delete engine", "delete runtime");
    }

    @Test
    void tooLittleMemoryForAContextIsSaid() {
        fake.wish("context", "none");
        try (Engine engine = tensorRt.deserialize(file)) {
            refused(engine::createContext, Reason.RUN)
                    .hasMessage("the engine cannot be run: it needs 5120 MiB of device memory beside its weights."
                            + " TensorRT says: out of memory");
        }
    }

    @Test
    void anEngineFileOfAnotherVersionIsRefusedBeforeTensorRtSeesIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[25]++;
        Files.write(file, bytes);

        refused(() -> tensorRt.deserialize(file), Reason.VERSION_MISMATCH)
                .hasMessageContaining("and runs on that version only; this is TensorRT " + tensorRt.version());
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    void whatTensorRtRefusesIsToldApart() {
        fake.wish("engine", "The engine plan file is not compatible with this version of TensorRT, expecting library");
        refused(() -> tensorRt.deserialize(file), Reason.VERSION_MISMATCH);
        fake.wish(
                "engine", "The engine plan file is generated on an incompatible device, expecting compute 9.0 got 8.0");
        refused(() -> tensorRt.deserialize(file), Reason.DEVICE_MISMATCH)
                .hasMessageStartingWith(
                        file + " was built for another GPU or MIG profile; build it again inside this one.");
        fake.wish("engine", "The current device only supports 14 multiprocessors but the engine file requires 132");
        refused(() -> tensorRt.deserialize(file), Reason.DEVICE_MISMATCH);
        fake.wish("engine", "Serialization assertion failed");
        refused(() -> tensorRt.deserialize(file), Reason.NOT_AN_ENGINE)
                .hasMessage("TensorRT does not take the engine file " + file
                        + ". TensorRT says: Serialization assertion failed");
        assertThat(fake.calls()).endsWith("delete runtime");
    }

    @Test
    void aRuntimeThatWasNotMadeIsNotTouched() {
        fake.wish("runtime", "CUDA initialization failure with error: 35");

        refused(() -> tensorRt.deserialize(file), Reason.DRIVER_TOO_OLD);
    }

    private static CudaContext openFirst() {
        Cuda cuda = Cuda.load();
        return cuda.open(cuda.devices().get(0));
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.flip();
    }

    private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call, Reason reason) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TensorRtException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
