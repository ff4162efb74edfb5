package dev.diffract.tests.bench;

import com.google.protobuf.ByteString;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelInferResponse.InferOutputTensor;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.tests.harness.RawMessages;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A process that answers calls of {@link StableDiffusion} at once with what it answered before, and computes nothing. Whoever looks at it finds it
 * well. It ends when its input ends.
 */
final class NullSlice {

    private static final int LARGEST_MESSAGE = 64 << 20;

    private NullSlice() {}

    /** A slice as seen from the process that started it. */
    record Running(Process process, List<String> targets) implements AutoCloseable {

        String target() {
            return targets.get(0);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /**
     * @param silent whether denoising steps are never answered
     */
    static Running start(TensorType type, boolean silent) {
        return start(type, silent, 1);
    }

    /**
     * @param ports at how many it can be reached, as if there were as many slices
     */
    static Running start(TensorType type, boolean silent, int ports) {
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            NullSlice.class.getName(),
                            type.name(),
                            Boolean.toString(silent),
                            Integer.toString(ports))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null) {
                throw new IllegalStateException("the null slice did not start");
            }
            return new Running(
                    process,
                    Arrays.stream(line.split(" "))
                            .map(port -> "127.0.0.1:" + port)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param arguments the type of fractions, whether steps are never answered, and how many ports to listen at
     */
    public static void main(String[] arguments) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (int port = 1; port < Integer.parseInt(arguments[2]); port++) {
            builder.addListenAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        Server server = builder.maxInboundMessageSize(LARGEST_MESSAGE)
                .directExecutor()
                .fallbackHandlerRegistry(registry(TensorType.valueOf(arguments[0]), Boolean.parseBoolean(arguments[1])))
                .build()
                .start();
        System.out.println(server.getListenSockets().stream()
                .map(socket -> Integer.toString(((InetSocketAddress) socket).getPort()))
                .collect(Collectors.joining(" ")));
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        server.shutdownNow();
    }

    private static Map<String, byte[]> answers(TensorType type) {
        Map<String, byte[]> answers = new HashMap<>();
        put(answers, ModelRole.TEXT_ENCODER, normal("last_hidden_state", type, 1, 77, 768));
        put(answers, ModelRole.UNET, normal("out_sample", type, 2, 4, 64, 64));
        byte[] image = new byte[StableDiffusion.SIDE * StableDiffusion.SIDE * 3];
        put(
                answers,
                ModelRole.DECODE_IMAGE,
                Tensor.ofRaw(
                        "image",
                        TensorType.UINT8,
                        new long[] {1, StableDiffusion.SIDE, StableDiffusion.SIDE, 3},
                        ByteBuffer.wrap(image)));
        return answers;
    }

    private static void put(Map<String, byte[]> answers, ModelRole role, Tensor output) {
        String model = StableDiffusion.name(role);
        answers.put(model, answer(model, output));
    }

    private static Tensor normal(String name, TensorType type, long... shape) {
        int count = Math.toIntExact(Tensor.elementCount(shape));
        return Tensor.ofFloats(
                name, type, shape, TorchGenerator.seeded(1).normal(count).values());
    }

    private static byte[] answer(String model, Tensor output) {
        List<Long> shape = Arrays.stream(output.shape()).boxed().toList();
        return ModelInferResponse.newBuilder()
                .setModelName(model)
                .addOutputs(InferOutputTensor.newBuilder()
                        .setName(output.name())
                        .setDatatype(output.type().wireName())
                        .addAllShape(shape))
                .addRawOutputContents(ByteString.copyFrom(output.data()))
                .build()
                .toByteArray();
    }

    private static HandlerRegistry registry(TensorType type, boolean silent) {
        Map<String, byte[]> answers = answers(type);
        SliceAnswers looks = new SliceAnswers(type);
        String infer = GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName();
        return new HandlerRegistry() {
            @Override
            public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                MethodDescriptor<byte[], byte[]> method = RawMessages.method(name);
                return ServerMethodDefinition.create(method, ServerCalls.asyncUnaryCall((request, observer) -> {
                    if (!name.equals(infer)) {
                        observer.onNext(looks.answer(name, request));
                        observer.onCompleted();
                        return;
                    }
                    // The model's name is a message's first field: a tag, a length below 128, the name.
                    String model = new String(request, 2, request[1], StandardCharsets.UTF_8);
                    if (!silent || !model.equals(StableDiffusion.name(ModelRole.UNET))) {
                        looks.count();
                        observer.onNext(answers.get(model));
                        observer.onCompleted();
                    }
                }));
            }
        };
    }
}
