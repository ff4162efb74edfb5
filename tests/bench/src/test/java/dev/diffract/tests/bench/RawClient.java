package dev.diffract.tests.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.kserve.GRPCInferenceServiceGrpc;
import dev.diffract.kserve.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a client can do for a guided step: it packs the latents twice, sends them with text states that it packed once, unpacks
 * the answer and guides. No sampler, no dispatch, nothing checked.
 */
final class RawClient implements Client {

    private static final float GUIDANCE = 7.5f;

    private final TensorType type;
    private final ManagedChannel channel;
    private final GRPCInferenceServiceStub stub;
    private final ByteString text;
    private final AtomicLong steps = new AtomicLong();
    private final int together;
    private volatile CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean ends;

    /**
     * @param together steps under way at a time
     */
    RawClient(String target, TensorType type, int together) {
        this.type = type;
        this.channel = ManagedChannelBuilder.forTarget("dns:///" + target)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        this.stub = GRPCInferenceServiceGrpc.newStub(channel);
        this.text =
                packed(TorchGenerator.seeded(2).normal(2 * StableDiffusion.TEXT).values(), 1);
        this.together = together;
    }

    @Override
    public void begin() {
        ends = false;
        ended = new CountDownLatch(together);
        for (int i = 0; i < together; i++) {
            step(TorchGenerator.seeded(3).normal(StableDiffusion.LATENTS).values());
        }
    }

    @Override
    public long steps() {
        return steps.get();
    }

    @Override
    public void end() {
        ends = true;
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private void step(float[] latents) {
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .setModelName(StableDiffusion.name(ModelRole.UNET))
                .addInputs(input("sample", type)
                        .addShape(2)
                        .addShape(4)
                        .addShape(64)
                        .addShape(64))
                .addInputs(input("timestep", TensorType.FP32).addShape(2).addShape(1))
                .addInputs(input("encoder_hidden_states", type)
                        .addShape(2)
                        .addShape(77)
                        .addShape(768))
                .addRawInputContents(packed(latents, 2))
                .addRawInputContents(ByteString.copyFrom(new byte[2 * Float.BYTES]))
                .addRawInputContents(text)
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("out_sample"))
                .build();
        stub.modelInfer(request, new StreamObserver<>() {
            @Override
            public void onNext(ModelInferResponse response) {
                float[] rows = unpacked(response.getRawOutputContents(0));
                float[] guided = new float[rows.length / 2];
                for (int i = 0; i < guided.length; i++) {
                    guided[i] = rows[i] + GUIDANCE * (rows[guided.length + i] - rows[i]);
                }
                steps.incrementAndGet();
                if (ends) {
                    ended.countDown();
                } else {
                    step(guided);
                }
            }

            @Override
            public void onError(Throwable failure) {
                failure.printStackTrace();
                ended.countDown();
            }

            @Override
            public void onCompleted() {}
        });
    }

    private static InferInputTensor.Builder input(String name, TensorType type) {
        return InferInputTensor.newBuilder().setName(name).setDatatype(type.wireName());
    }

    private ByteString packed(float[] values, int times) {
        ByteBuffer bytes =
                ByteBuffer.allocate(times * values.length * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        for (int time = 0; time < times; time++) {
            if (type == TensorType.FP32) {
                bytes.asFloatBuffer().put(values);
                bytes.position(bytes.position() + values.length * Float.BYTES);
            } else {
                for (float value : values) {
                    bytes.putShort(Half.ofFloat(value));
                }
            }
        }
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    private float[] unpacked(ByteString raw) {
        ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.size() / type.byteSize()];
        if (type == TensorType.FP32) {
            bytes.asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = Half.toFloat(bytes.getShort());
            }
        }
        return values;
    }
}
