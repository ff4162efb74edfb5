package dev.diffract.frontend.triton;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TensorTypes;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelInferResponse.InferOutputTensor;
import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls and answers as messages of the protocol. All contents are raw: FP16 has no other form, and the two forms may not be
 * mixed. Answers are checked before use, so that nothing a broken server sends gets further than this class.
 */
final class InferenceCodec {

    private InferenceCodec() {}

    /**
     * @throws MalformedCall if the model has no such input, or takes a type that numbers cannot be turned into
     */
    static ModelInferRequest request(InferenceCall call, ModelSignature signature) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(call.model());
        for (Tensor given : call.inputs()) {
            Tensor input = converted(given, signature);
            request.addInputs(InferInputTensor.newBuilder()
                    .setName(input.name())
                    .setDatatype(input.type().wireName())
                    .addAllShape(shape(input)));
            request.addRawInputContents(wrapped(input));
        }
        wanted(call, signature)
                .forEach(name -> request.addOutputs(
                        InferRequestedOutputTensor.newBuilder().setName(name)));
        return request.build();
    }

    /**
     * @throws ForeignAnswer if it is of another model than was called
     * @throws MalformedAnswer if an output is missing, or has a type, shape or size other than announced
     */
    static InferenceResult result(InferenceCall call, ModelSignature signature, ModelInferResponse response) {
        if (!response.getModelName().equals(call.model())) {
            throw new ForeignAnswer("the answer is of the model '" + response.getModelName() + "'");
        }
        if (response.getRawOutputContentsCount() != response.getOutputsCount()) {
            throw new MalformedAnswer("the answer has " + response.getOutputsCount() + " outputs and "
                    + response.getRawOutputContentsCount() + " raw contents");
        }
        List<Tensor> outputs = new ArrayList<>();
        for (String name : wanted(call, signature)) {
            outputs.add(output(name, call, signature, response));
        }
        return new InferenceResult(outputs);
    }

    private static List<String> wanted(InferenceCall call, ModelSignature signature) {
        return Stream.concat(call.outputs().stream(), call.offered().stream().filter(signature.outputs()::containsKey))
                .toList();
    }

    private static Tensor converted(Tensor given, ModelSignature signature) {
        TensorSlot slot = signature.inputs().get(given.name());
        if (slot == null) {
            throw new MalformedCall("the model has no input '" + given.name() + "'");
        }
        try {
            return TensorTypes.convert(given, slot.type());
        } catch (IllegalArgumentException e) {
            throw new MalformedCall("the model takes '" + given.name() + "' as " + slot.type() + ", which "
                    + given.type() + " cannot be turned into");
        }
    }

    private static Tensor output(
            String name, InferenceCall call, ModelSignature signature, ModelInferResponse response) {
        int index = indexOf(name, response);
        InferOutputTensor output = response.getOutputs(index);
        TensorSlot slot = signature.outputs().get(name);
        if (slot == null || !slot.type().wireName().equals(output.getDatatype())) {
            throw new MalformedAnswer("output '" + name + "' is " + output.getDatatype() + " instead of "
                    + (slot == null ? "nothing the model announces" : slot.type()));
        }
        if (!slot.takes(output.getShapeList()) || !sameBatch(output, call)) {
            throw new MalformedAnswer("output '" + name + "' has shape " + output.getShapeList() + " instead of "
                    + slot.shape() + " for a batch of " + batch(call));
        }
        ByteString raw = response.getRawOutputContents(index);
        long[] shape = output.getShapeList().stream().mapToLong(Long::longValue).toArray();
        try {
            return Tensor.ofRaw(name, slot.type(), shape, raw.asReadOnlyByteBuffer());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedAnswer("output '" + name + "' of shape " + Arrays.toString(shape) + " and type "
                    + slot.type() + " came with " + raw.size() + " bytes");
        }
    }

    private static int indexOf(String name, ModelInferResponse response) {
        for (int i = 0; i < response.getOutputsCount(); i++) {
            if (response.getOutputs(i).getName().equals(name)) {
                return i;
            }
        }
        throw new MalformedAnswer("the answer lacks the output '" + name + "'");
    }

    private static boolean sameBatch(InferOutputTensor output, InferenceCall call) {
        return output.getShapeCount() > 0 && output.getShape(0) == batch(call);
    }

    private static long batch(InferenceCall call) {
        return call.inputs().get(0).shape()[0];
    }

    /** Tensors do not change, and so their bytes need no copy; of a buffer that is read-only, protobuf would make one. */
    private static ByteString wrapped(Tensor input) {
        ByteString all = ByteString.EMPTY;
        for (ByteBuffer piece : input.contents()) {
            all = all.concat(UnsafeByteOperations.unsafeWrap(piece));
        }
        return all;
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    /** The call does not fit the model. */
    static final class MalformedCall extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedCall(String sentence) {
            super(sentence);
        }
    }

    /** The answer is of another model, and so of another checkpoint, for all that is known. */
    static final class ForeignAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForeignAnswer(String sentence) {
            super(sentence);
        }
    }

    /** The answer does not fit the call. */
    static final class MalformedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedAnswer(String sentence) {
            super(sentence);
        }
    }
}
