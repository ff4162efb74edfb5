package dev.diffract.frontend.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.testing.FakeModels;
import dev.diffract.frontend.testing.FakeTriton;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.UnetTensors;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TritonGatewayIT {

    private static final UnetTensors UNET = ModelFamilies.STABLE_DIFFUSION.unet();

    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeTriton server = new FakeTriton(TestRepository.CHECKPOINT);
    private final TritonInstance instance = new TritonInstance("a", server.target());
    private final TritonChannels channels = new TritonChannels(List.of(instance));
    private final SignatureBook signatures = new SignatureBook();
    private final TritonGateway gateway = new TritonGateway(channels, signatures);

    @BeforeEach
    void readSignatures() {
        ServerLook look = new ServerInspector(channels)
                .look(
                        instance,
                        Set.of(
                                TestRepository.UNET,
                                TestRepository.name(ModelRole.TEXT_ENCODER),
                                TestRepository.name(ModelRole.DECODE_IMAGE)),
                        LONG)
                .join();
        signatures.write(
                instance,
                look.details().entrySet().stream()
                        .collect(Collectors.toMap(
                                model -> model.getKey(),
                                model -> model.getValue().signature())));
    }

    @AfterEach
    void close() {
        channels.close();
        server.close();
    }

    @Test
    void sendsTheTypesThatTheServerAsksFor() {
        gateway.infer(instance, step(), LONG).toCompletableFuture().join();

        ModelInferRequest request = server.calls().get(0);
        assertThat(request.getInputsList().stream().map(input -> input.getName() + " " + input.getDatatype()))
                .containsExactly("sample FP16", "timestep FP32", "encoder_hidden_states FP16");
        assertThat(request.getRawInputContents(0).size()).isEqualTo(4 * 4 * 4 * 2);
    }

    @Test
    void givesOutputsInTheServersTypes() {
        InferenceResult result =
                gateway.infer(instance, step(), LONG).toCompletableFuture().join();

        Tensor output = result.find(UNET.prediction().name()).orElseThrow();
        assertThat(output.type()).isEqualTo(TensorType.FP16);
        assertThat(output.shape()).containsExactly(1, 4, 4, 4);
        assertThat(output.floats()).containsOnly(0.5f);
    }

    static Stream<Arguments> malformedAnswers() {
        return Stream.of(
                Arguments.of(
                        FakeModels.response("noise", "FP16", new byte[128], 1L, 4L, 4L, 4L),
                        "the answer lacks the output 'out_sample'"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP32", new byte[256], 1L, 4L, 4L, 4L),
                        "output 'out_sample' is FP32 instead of FP16"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[256], 2L, 4L, 4L, 4L),
                        "has shape [2, 4, 4, 4] instead of [-1, 4, -1, -1] for a batch of 1"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[96], 1L, 3L, 4L, 4L),
                        "has shape [1, 3, 4, 4] instead of"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[0], 1L, 4L, -4L, 4L),
                        "has shape [1, 4, -4, 4]"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[127], 1L, 4L, 4L, 4L),
                        "came with 127 bytes"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[8], 1L, 4L, 1L << 40, 1L << 40),
                        "came with 8 bytes"),
                Arguments.of(
                        FakeModels.response(UNET.prediction().name(), "FP16", new byte[128], 1L, 4L, 4L, 4L).toBuilder()
                                .clearRawOutputContents()
                                .build(),
                        "the answer has 1 outputs and 0 raw contents"));
    }

    @ParameterizedTest
    @MethodSource("malformedAnswers")
    void aMalformedAnswerIsAFailureOfTheInstance(ModelInferResponse malformed, String sentence) {
        server.script((request, answer) -> {
            answer.onNext(
                    malformed.toBuilder().setModelName(request.getModelName()).build());
            answer.onCompleted();
            return true;
        });

        InferenceException failure = failureOf(step(), LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure)
                .hasMessageStartingWith(TestRepository.UNET + " on a: ")
                .hasMessageContaining(sentence);
    }

    /** Whatever stands in it: a model of another checkpoint has the same inputs and outputs. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-aaaaaaaa.unet", "unet", ""})
    void anAnswerOfAnotherModelIsNoAnswer(String other) {
        server.script((request, answer) -> {
            answer.onNext(
                    FakeModels.answer(request).toBuilder().setModelName(other).build());
            answer.onCompleted();
            return true;
        });

        InferenceException failure = failureOf(step(), LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessage(TestRepository.UNET + " on a: the answer is of the model '" + other + "'");
    }

    @Test
    void aServerWhoseModelsWereReplacedHasNoneOfTheName() {
        server.swap("sha256:aaaaaaaaaaaabbbb");

        InferenceException failure = failureOf(step(), LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("Request for unknown model: 'tiny-11111111.unet' is not found");
    }

    @Test
    void anInputTheModelDoesNotHaveIsInvalid() {
        Tensor other = Tensor.ofFloats("mask", TensorType.FP32, new long[] {1, 1}, new float[1]);

        InferenceException failure = failureOf(
                new InferenceCall(
                        TestRepository.UNET,
                        List.of(other),
                        List.of(UNET.prediction().name())),
                LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
        assertThat(failure).hasMessage(TestRepository.UNET + " on a: the model has no input 'mask'");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void whatIsWantedWhereAModelHasItIsAskedOfThoseAlone() {
        InferenceCall wanting = new InferenceCall(
                TestRepository.UNET, step().inputs(), List.of(UNET.prediction().name()), List.of("a later output"));

        assertThat(gateway.infer(instance, wanting, LONG)
                        .toCompletableFuture()
                        .join()
                        .outputs())
                .extracting(Tensor::name)
                .containsExactly(UNET.prediction().name());
        assertThat(server.calls())
                .allSatisfy(request -> assertThat(request.getOutputsList()).hasSize(1));
    }

    @Test
    void aModelTheInstanceDoesNotServeIsNotFound() {
        InferenceException failure = failureOf(new InferenceCall("safety_checker", step().inputs(), List.of()), LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void aServerThatDoesNotAnswerIsLateAfterTheTimeout() {
        server.script((request, answer) -> true);

        assertThat(failureOf(step(), Duration.ofMillis(50)).kind()).isEqualTo(FailureKind.DEADLINE);
    }

    @Test
    void aServerThatDiesDuringACallIsUnavailable() {
        server.script((request, answer) -> {
            CompletableFuture.runAsync(server::kill);
            return true;
        });

        assertThat(failureOf(step(), LONG).kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void aDeadServerIsUnavailableAndServesAgainWhenItIsBack() {
        server.kill();
        assertThat(failureOf(step(), LONG).kind()).isEqualTo(FailureKind.UNAVAILABLE);

        server.start();

        // As the poller does: ask again until it answers. The first call may still get the last refusal.
        await().ignoreExceptionsInstanceOf(CompletionException.class).untilAsserted(() -> {
            channels.hurry(instance);
            assertThat(gateway.infer(instance, step(), LONG)
                            .toCompletableFuture()
                            .join()
                            .outputs())
                    .hasSize(1);
        });
    }

    @Test
    void aFullServerIsOverloaded() {
        server.script((request, answer) -> {
            answer.onError(Status.UNAVAILABLE
                    .withDescription("Exceeds maximum queue size")
                    .asRuntimeException());
            return true;
        });

        InferenceException failure = failureOf(step(), LONG);

        assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failure).hasMessage(TestRepository.UNET + " on a: Exceeds maximum queue size");
    }

    @Test
    void cancellingReachesTheServer() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        server.script((request, answer) -> {
            ((ServerCallStreamObserver<ModelInferResponse>) answer).setOnCancelHandler(cancelled::countDown);
            arrived.countDown();
            return true;
        });
        CompletableFuture<InferenceResult> call =
                gateway.infer(instance, step(), LONG).toCompletableFuture();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

        call.cancel(true);

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private InferenceException failureOf(InferenceCall call, Duration timeout) {
        Throwable failure = catchThrowable(() ->
                gateway.infer(instance, call, timeout).toCompletableFuture().join());
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(InferenceException.class);
        return (InferenceException) failure.getCause();
    }

    private static InferenceCall step() {
        float[] sample = new float[64];
        Arrays.fill(sample, 0.5f);
        return new InferenceCall(
                TestRepository.UNET,
                List.of(
                        Tensor.ofFloats(UNET.sample().name(), TensorType.FP32, new long[] {1, 4, 4, 4}, sample),
                        Tensor.ofLongs(UNET.timestep().name(), TensorType.INT64, new long[] {1, 1}, new long[] {981}),
                        Tensor.ofFloats(
                                UNET.textStates().name(), TensorType.FP32, new long[] {1, 77, 4}, new float[308])),
                List.of(UNET.prediction().name()));
    }
}
