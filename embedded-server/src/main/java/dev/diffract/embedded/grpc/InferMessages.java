package dev.diffract.embedded.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.InferenceResponse;
import dev.diffract.embedded.kserve.InputTensor;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.kserve.InferParameter;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.repository.kserve.Tensor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Inference requests and responses between gRPC's messages and the server's words. */
final class InferMessages {

    private static final String SHARED_MEMORY = "shared_memory_region";

    private InferMessages() {}

    /**
     * @throws ServingException INVALID_ARGUMENT if the message's data cannot be paired with its inputs
     */
    static InferenceRequest request(ModelInferRequest message) {
        Map<String, Object> parameters = new HashMap<>();
        message.getParametersMap().forEach((key, value) -> parameters.put(key, value(value)));
        RequestOptions options = RequestOptions.parse(parameters);
        List<InputTensor> inputs = new ArrayList<>();
        for (int i = 0; i < message.getInputsCount(); i++) {
            InferInputTensor input = message.getInputs(i);
            inputs.add(new InputTensor(
                    input.getName(), input.getDatatype(), input.getShapeList(), data(message, input, i)));
        }
        if (message.getRawInputContentsCount() > message.getInputsCount()) {
            throw ServingException.invalid("unexpected additional input data for model '" + message.getModelName()
                    + "': " + message.getRawInputContentsCount() + " raw contents for " + message.getInputsCount()
                    + " inputs");
        }
        return new InferenceRequest(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                options,
                inputs,
                message.getOutputsList().stream().map(InferMessages::output).toList());
    }

    static ModelInferResponse response(InferenceResponse response) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.model())
                .setModelVersion(Long.toString(response.version()))
                .setId(response.id());
        for (Tensor output : response.outputs()) {
            message.addOutputsBuilder()
                    .setName(output.name())
                    .setDatatype(output.type().wireName())
                    .addAllShape(LongStream.of(output.shape()).boxed().toList());
            message.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.data()));
        }
        return message.build();
    }

    private static ByteBuffer data(ModelInferRequest message, InferInputTensor input, int index) {
        refuseSharedMemory(input.getName(), input.getParametersMap());
        boolean raw = message.getRawInputContentsCount() > 0;
        if (raw && input.hasContents()) {
            throw ServingException.invalid("contents field must not be specified when using raw_input_contents for '"
                    + input.getName() + "' for model '" + message.getModelName() + "'");
        }
        TypedContents contents = new TypedContents(message.getModelName(), input);
        if (!raw) {
            if (!input.hasContents()) {
                throw contents.noData();
            }
            return contents.raw();
        }
        if (index >= message.getRawInputContentsCount()) {
            throw contents.noData();
        }
        ByteString bytes = message.getRawInputContents(index);
        return bytes.asReadOnlyByteBuffer();
    }

    private static String output(InferRequestedOutputTensor output) {
        refuseSharedMemory(output.getName(), output.getParametersMap());
        if (output.getParametersMap().containsKey("classification")) {
            throw ServingException.invalid(
                    "output '" + output.getName() + "' asks for 'classification', which this server does not support");
        }
        return output.getName();
    }

    private static void refuseSharedMemory(String tensor, Map<String, InferParameter> parameters) {
        if (parameters.containsKey(SHARED_MEMORY)) {
            throw ServingException.invalid("tensor '" + tensor + "' names the shared memory region '"
                    + parameters.get(SHARED_MEMORY).getStringParam() + "', but this server has no shared memory");
        }
    }

    private static Object value(InferParameter parameter) {
        return switch (parameter.getParameterChoiceCase()) {
            case BOOL_PARAM -> parameter.getBoolParam();
            case INT64_PARAM -> parameter.getInt64Param();
            case STRING_PARAM -> parameter.getStringParam();
            case DOUBLE_PARAM -> parameter.getDoubleParam();
            case UINT64_PARAM -> new BigInteger(Long.toUnsignedString(parameter.getUint64Param()));
            case PARAMETERCHOICE_NOT_SET -> BigInteger.ZERO;
        };
    }
}
