package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.diffract.kserve.InferParameter;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStreamInferResponse;
import dev.diffract.repository.kserve.TensorType;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class InferenceKit {

    abstract Clients clients();

    @Test
    @DisplayName("raw contents in, raw contents out, id and version told")
    void rawContents() {
        ModelInferResponse response =
                infer(GrpcClient.doubling("double", 2, 1, 2, 3, 4).setId("me").build());
        assertThat(response.getModelName()).isEqualTo("double");
        assertThat(response.getModelVersion()).isEqualTo("1");
        assertThat(response.getId()).isEqualTo("me");
        assertThat(response.getOutputs(0).getName()).isEqualTo("y");
        assertThat(response.getOutputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, 2L);
        assertThat(GrpcClient.floats(response, 0)).containsExactly(2f, 4f, 6f, 8f);
    }

    @Test
    @DisplayName("typed contents mean the same as raw ones")
    void typedContents() {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("double");
        request.addInputsBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(3)
                .getContentsBuilder()
                .addAllFp32Contents(List.of(1f, 2f, 3f));
        assertThat(GrpcClient.floats(infer(request.build()), 0)).containsExactly(2f, 4f, 6f);
    }

    @Test
    @DisplayName("every element type goes through unchanged")
    void allTypes() {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("types");
        List<String> names = List.copyOf(ConformanceRepository.TYPES.keySet());
        for (String name : names) {
            TensorType type = TensorType.ofWireName(name.toUpperCase(Locale.ROOT));
            byte[] bytes = new byte[2 * type.byteSize()];
            Arrays.fill(bytes, (byte) 1);
            request.addInputsBuilder()
                    .setName(name)
                    .setDatatype(type.wireName())
                    .addShape(2);
            request.addOutputsBuilder().setName(name + "_out");
            request.addRawInputContents(ByteString.copyFrom(bytes));
        }
        ModelInferResponse response = infer(request.build());
        for (int i = 0; i < names.size(); i++) {
            assertThat(response.getOutputs(i).getName()).isEqualTo(names.get(i) + "_out");
            assertThat(response.getOutputs(i).getDatatype())
                    .isEqualTo(request.getInputs(i).getDatatype());
            assertThat(response.getRawOutputContents(i)).as(names.get(i)).isEqualTo(request.getRawInputContents(i));
        }
    }

    @Test
    @DisplayName("a reshape makes one value per sample of a vector with one element")
    void reshape() {
        ModelInferResponse response = infer(shift(2, 1, 200));
        assertThat(response.getOutputsList()).extracting("name").containsExactly("y", "big");
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, 2L, 1L);
        assertThat(GrpcClient.floats(response, 0)).containsExactly(1f, 1f, 200f, 200f);
        assertThat(response.getOutputs(1).getShapeList()).containsExactly(2L, 1L);
        assertThat(response.getRawOutputContents(1).toByteArray()).containsExactly(0, 1);
    }

    @Test
    @DisplayName("only the outputs asked for come back")
    void someOutputs() {
        ModelInferRequest.Builder request = shift(2, 1, 2).toBuilder();
        request.addOutputsBuilder().setName("big");
        assertThat(infer(request.build()).getOutputsList()).extracting("name").containsExactly("big");
    }

    @Test
    @DisplayName("an output asked for twice comes back once")
    void sameOutputTwice() {
        ModelInferRequest.Builder request = shift(2, 1, 2).toBuilder();
        request.addOutputsBuilder().setName("big");
        request.addOutputsBuilder().setName("big");
        assertThat(infer(request.build()).getOutputsList()).extracting("name").containsExactly("big");
    }

    @Test
    @DisplayName("a version may be named")
    void namedVersion() {
        assertThat(infer(GrpcClient.doubling("double", 1, 1)
                                .setModelVersion("1")
                                .build())
                        .getModelVersion())
                .isEqualTo("1");
    }

    @Test
    @DisplayName("parameters nobody reserved are accepted")
    void customParameters() {
        assertThat(infer(GrpcClient.doubling("double", 1, 1)
                                .putParameters(
                                        "diffract_request",
                                        InferParameter.newBuilder()
                                                .setStringParam("a")
                                                .build())
                                .build())
                        .getOutputsCount())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("an ensemble runs its steps, and its members count them")
    void ensemble() {
        ModelStatistics before = clients().grpc().statistics("double");
        ModelInferResponse response =
                infer(GrpcClient.doubling("quadruple", 2, 1, 2).build());
        assertThat(response.getModelName()).isEqualTo("quadruple");
        assertThat(GrpcClient.floats(response, 0)).containsExactly(4f, 8f);
        ModelStatistics after = clients().grpc().statistics("double");
        assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(4);
        assertThat(clients().grpc().statistics("quadruple").getInferenceCount()).isPositive();
    }

    @Test
    @DisplayName("statistics count samples, executions, durations and batch sizes")
    void statistics() {
        ModelStatistics before = clients().grpc().statistics("double");
        infer(GrpcClient.doubling("double", 3, 1, 2, 3).build());
        ModelStatistics after = clients().grpc().statistics("double");
        assertThat(after.getInferenceCount() - before.getInferenceCount()).isEqualTo(3);
        assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(1);
        assertThat(after.getLastInference()).isPositive();
        assertThat(after.getInferenceStats().getSuccess().getCount())
                .isEqualTo(before.getInferenceStats().getSuccess().getCount() + 1);
        assertThat(after.getInferenceStats().getComputeInfer().getNs())
                .isGreaterThan(before.getInferenceStats().getComputeInfer().getNs());
        assertThat(after.getInferenceStats().getQueue().getCount())
                .isEqualTo(after.getInferenceStats().getSuccess().getCount());
        assertThat(after.getBatchStatsList()).anySatisfy(batch -> {
            assertThat(batch.getBatchSize()).isEqualTo(3);
            assertThat(batch.getComputeInfer().getCount()).isPositive();
            assertThat(batch.getComputeInfer().getNs()).isPositive();
        });
    }

    @Test
    @DisplayName("a tensor larger than gRPC's default limit goes through")
    void largeTensor() {
        float[] values = new float[1 << 21];
        values[values.length - 1] = 21;
        List<Float> doubled =
                GrpcClient.floats(infer(GrpcClient.doubling("double", 1, values).build()), 0);
        assertThat(doubled).hasSize(values.length).endsWith(42f);
    }

    @Test
    @DisplayName("a stream answers each request, errors in-band, and goes on after one")
    void stream() throws Exception {
        List<ModelStreamInferResponse> responses = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests = clients()
                .grpc()
                .streaming()
                .modelStreamInfer(new StreamObserver<>() {
                    @Override
                    public void onNext(ModelStreamInferResponse response) {
                        responses.add(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        done.complete(null);
                    }
                });
        requests.onNext(GrpcClient.doubling("double", 1, 1).setId("good").build());
        requests.onNext(GrpcClient.doubling("nobody", 1, 1).setId("bad").build());
        requests.onNext(GrpcClient.doubling("double", 1, 2).setId("good again").build());
        requests.onCompleted();
        done.get(60, TimeUnit.SECONDS);
        assertThat(responses).hasSize(3);
        assertThat(responses)
                .extracting(ModelStreamInferResponse::getErrorMessage)
                .filteredOn(message -> !message.isEmpty())
                .singleElement()
                .asString()
                .contains("nobody");
    }

    private ModelInferResponse infer(ModelInferRequest request) {
        return clients().grpc().blocking().modelInfer(request);
    }

    /** Zeros of shape [rows, 2, 1], each row shifted. */
    private static ModelInferRequest shift(int rows, long... by) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("shift");
        request.addInputsBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(rows)
                .addShape(2)
                .addShape(1);
        request.addInputsBuilder()
                .setName("by")
                .setDatatype("INT64")
                .addShape(rows)
                .addShape(1);
        return request.addRawInputContents(GrpcClient.raw(new float[rows * 2]))
                .addRawInputContents(GrpcClient.raw(by))
                .build();
    }
}
