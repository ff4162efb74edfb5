package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.diffract.kserve.InferParameter;
import dev.diffract.kserve.ModelInferRequest;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

abstract class BadRequestKit {

    abstract Clients clients();

    /** A request that is wrong in one way, the statuses allowed for it, and words its answer must hold. */
    record Bad(String what, ModelInferRequest request, Set<Status.Code> codes, String... words) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static final Set<Status.Code> INVALID = EnumSet.of(Status.Code.INVALID_ARGUMENT);

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    @DisplayName("a request with")
    void isRefusedWithASentence(Bad bad) {
        Status status = clients().grpc().failure(bad.request);
        assertThat(status.getCode()).as(status.toString()).isIn(bad.codes);
        assertThat(status.getDescription()).contains(bad.words).doesNotContain("\tat ", "java.lang");
    }

    static Stream<Bad> badRequests() {
        return Stream.of(
                // Which of the two depends on the release, and on whether the name is in a repository.
                bad(
                        "an unknown model",
                        request -> request.setModelName("nobody"),
                        EnumSet.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND),
                        "Request for unknown model: 'nobody' is not found"),
                bad(
                        "an unknown version",
                        request -> request.setModelVersion("7"),
                        EnumSet.of(Status.Code.NOT_FOUND),
                        "Request for unknown model: 'double' version 7 is not found"),
                bad("a version that is no number", request -> request.setModelVersion("one"), "version", "'one'"),
                bad(
                        "no input",
                        request -> request.clearInputs().clearRawInputContents(),
                        "expected 1 inputs but got 0 inputs for model 'double'",
                        "missing required input(s) ['x']"),
                bad(
                        "one input too many",
                        request -> {
                            request.addInputsBuilder()
                                    .setName("z")
                                    .setDatatype("FP32")
                                    .addShape(1)
                                    .addShape(2);
                            request.addRawInputContents(GrpcClient.raw(1f, 2f));
                        },
                        "expected 1 inputs but got 2 inputs for model 'double'"),
                bad(
                        "another input's name",
                        request -> request.getInputsBuilder(0).setName("z"),
                        "unexpected inference input 'z' for model 'double'"),
                bad(
                        "the same input twice",
                        request -> {
                            request.addInputs(request.getInputs(0));
                            request.addRawInputContents(request.getRawInputContents(0));
                        },
                        "input 'x' already exists in request"),
                bad(
                        "another datatype",
                        request -> request.getInputsBuilder(0).setDatatype("FP16"),
                        "inference input 'x' data-type is 'FP16', but model 'double' expects 'FP32'"),
                bad(
                        "a datatype nobody knows",
                        request -> request.getInputsBuilder(0).setDatatype("FLOAT"),
                        "inference input 'x' data-type is '<invalid>', but model 'double' expects 'FP32'"),
                bad(
                        "no shape",
                        request -> request.getInputsBuilder(0).clearShape(),
                        "input 'x' has no shape but model requires batch dimension for 'double'"),
                bad(
                        "one dimension too many",
                        request -> request.getInputsBuilder(0).addShape(1),
                        "unexpected shape for input 'x' for model 'double'. Expected [-1,-1], got [1,2,1]"),
                bad(
                        "one dimension too few",
                        request -> request.getInputsBuilder(0).clearShape().addShape(2),
                        "unexpected shape for input 'x' for model 'double'. Expected [-1,-1], got [2]"),
                shift(
                        "a wrong fixed dimension",
                        request -> request.getInputsBuilder(0).setShape(1, 3),
                        "unexpected shape for input 'x' for model 'shift'. Expected [-1,2,-1], got [1,3,1]"),
                shift(
                        "inputs of different batch sizes",
                        request -> {
                            request.getInputsBuilder(1).setShape(0, 2);
                            request.setRawInputContents(1, GrpcClient.raw(1L, 2L));
                        },
                        "batch size does not match other inputs for 'shift'"),
                bad(
                        "a batch above the maximum",
                        request -> {
                            request.getInputsBuilder(0).setShape(0, 5).setShape(1, 1);
                            request.setRawInputContents(0, GrpcClient.raw(1f, 2f, 3f, 4f, 5f));
                        },
                        "inference request batch-size must be <= 4 for 'double'"),
                bad(
                        "a dimension left open",
                        request -> request.getInputsBuilder(0).setShape(1, -1),
                        "All input dimensions should be specified for input 'x' for model 'double', got [1,-1]"),
                bad(
                        "a negative dimension",
                        request -> request.getInputsBuilder(0).setShape(1, -5),
                        "input byte size mismatch for input 'x' for model 'double'. Expected -20, got 8"),
                bad(
                        "more elements than a number can count",
                        request -> request.getInputsBuilder(0).setShape(1, Long.MAX_VALUE),
                        "input byte size mismatch for input 'x' for model 'double'. Expected -4, got 8"),
                bad(
                        "a huge shape and few bytes",
                        request -> request.getInputsBuilder(0).setShape(1, 1L << 40),
                        "input byte size mismatch for input 'x' for model 'double'. Expected 4398046511104, got 8"),
                bad(
                        "too few bytes",
                        request -> request.setRawInputContents(0, GrpcClient.raw(1f)),
                        "input byte size mismatch for input 'x' for model 'double'. Expected 8, got 4"),
                bad(
                        "half an element",
                        request -> request.setRawInputContents(0, ByteString.copyFrom(new byte[7])),
                        "input byte size mismatch for input 'x' for model 'double'. Expected 8, got 7"),
                bad(
                        "no data",
                        ModelInferRequest.Builder::clearRawInputContents,
                        "unable to find data for input tensor 'x' for model 'double' in request."),
                bad(
                        "raw and typed contents together",
                        request ->
                                request.getInputsBuilder(0).getContentsBuilder().addFp32Contents(1),
                        "contents field must not be specified when using raw_input_contents for 'x' for model 'double'"),
                bad(
                        "typed contents of another type",
                        request -> request.clearRawInputContents()
                                .getInputsBuilder(0)
                                .getContentsBuilder()
                                .addInt64Contents(1)
                                .addInt64Contents(2),
                        "unexpected explicit tensor data for input tensor 'x' for model 'double' of type 'INT64',"
                                + " expected datatype 'FP32'"),
                bad(
                        "an unknown output",
                        request -> request.addOutputsBuilder().setName("z"),
                        "unexpected inference output 'z' for model 'double'"),
                bad(
                        "a timeout that is text",
                        request -> request.putParameters("timeout", text("soon")),
                        "invalid value type for 'timeout' parameter, expected int64_param."),
                bad(
                        "a priority that is text",
                        request -> request.putParameters("priority", text("high")),
                        "invalid value type for 'priority' parameter, expected int64_param or uint64_param."),
                bad(
                        "a priority below zero",
                        request -> request.putParameters(
                                "priority",
                                InferParameter.newBuilder().setInt64Param(-1).build()),
                        "invalid value for 'priority', expected value >= 0."),
                bad(
                        "a reserved parameter nobody knows",
                        request -> request.putParameters("triton_magic", text("on")),
                        "parameter keys starting with 'triton_' are reserved for Triton usage."),
                bad(
                        "an unsigned custom parameter",
                        request -> request.putParameters(
                                "mine",
                                InferParameter.newBuilder().setUint64Param(1).build()),
                        "invalid value type for 'mine' parameter"),
                bad(
                        "a wrong shape for an ensemble",
                        request -> request.setModelName("quadruple")
                                .getInputsBuilder(0)
                                .addShape(1),
                        "unexpected shape for input 'x' for model 'quadruple'. Expected [-1,-1], got [1,2,1]"));
    }

    private static Bad bad(String what, Consumer<ModelInferRequest.Builder> spoil, String... words) {
        return bad(what, spoil, INVALID, words);
    }

    private static Bad bad(
            String what, Consumer<ModelInferRequest.Builder> spoil, Set<Status.Code> codes, String... words) {
        ModelInferRequest.Builder request = GrpcClient.doubling("double", 1, 1, 2);
        spoil.accept(request);
        return new Bad(what, request.build(), codes, words);
    }

    private static Bad shift(String what, Consumer<ModelInferRequest.Builder> spoil, String... words) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("shift");
        request.addInputsBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(2)
                .addShape(1);
        request.addInputsBuilder()
                .setName("by")
                .setDatatype("INT64")
                .addShape(1)
                .addShape(1);
        request.addRawInputContents(GrpcClient.raw(1f, 2f)).addRawInputContents(GrpcClient.raw(3L));
        spoil.accept(request);
        return new Bad(what, request.build(), INVALID, words);
    }

    private static InferParameter text(String value) {
        return InferParameter.newBuilder().setStringParam(value).build();
    }
}
