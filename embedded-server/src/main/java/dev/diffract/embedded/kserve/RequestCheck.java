package dev.diffract.embedded.kserve;

import dev.diffract.repository.config.Shapes;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A request against its model's configuration, with the order of checks and the sentences of Triton. */
public final class RequestCheck {

    private static final String BATCH_NOTE =
            "NOTE: Setting a non-zero max_batch_size in the model config requires a batch"
                    + " dimension to be prepended to each input shape. If you want to specify the full shape including the batch"
                    + " dim in your input dims config, try setting max_batch_size to zero. See the model configuration docs for"
                    + " more info on max_batch_size.";

    private final ModelConfig config;

    public RequestCheck(ModelConfig config) {
        this.config = config;
    }

    /**
     * @return the request in the shapes of the model's graph
     * @throws ServingException INVALID_ARGUMENT, with the first thing found wrong
     */
    public CheckedRequest check(InferenceRequest request) {
        List<String> outputs = outputs(request);
        Map<String, InputTensor> sent = inputsByName(request);
        long batch = batchSize(request, sent);
        List<Tensor> inputs = new ArrayList<>();
        for (ModelInput input : config.getInputList()) {
            InputTensor tensor = sent.get(input.getName());
            if (tensor != null) {
                inputs.add(input(request, input, tensor));
            }
        }
        return new CheckedRequest(
                request.label(), request.id(), request.options(), Math.toIntExact(batch), inputs, outputs);
    }

    private List<String> outputs(InferenceRequest request) {
        List<String> known =
                config.getOutputList().stream().map(ModelOutput::getName).toList();
        Set<String> wanted = new LinkedHashSet<>();
        for (String output : request.outputs()) {
            if (!known.contains(output)) {
                throw ServingException.invalid(
                        "unexpected inference output '" + output + "' for model '" + model() + "'");
            }
            wanted.add(output);
        }
        return wanted.isEmpty() ? known : List.copyOf(wanted);
    }

    private Map<String, InputTensor> inputsByName(InferenceRequest request) {
        Map<String, InputTensor> sent = new LinkedHashMap<>();
        for (InputTensor input : lastFirst(request.inputs())) {
            if (sent.put(input.name(), input) != null) {
                throw invalid(request, "input '" + input.name() + "' already exists in request");
            }
        }
        long required = config.getInputList().stream()
                .filter(input -> !input.getOptional())
                .count();
        if (sent.size() > config.getInputCount() || sent.size() < required) {
            String expected = required == config.getInputCount()
                    ? "expected " + required
                    : "expected number of inputs between " + required + " and " + config.getInputCount();
            throw invalid(
                    request,
                    expected + " inputs but got " + sent.size() + " inputs for model '" + model()
                            + "'. Got input(s) " + quoted(sent.keySet()) + ", but missing required input(s) "
                            // Triton forgets the bracket of an empty list.
                            + (missing(sent.keySet()).isEmpty() ? "]" : quoted(missing(sent.keySet())))
                            + ". Please provide all required input(s).");
        }
        Set<String> known =
                config.getInputList().stream().map(ModelInput::getName).collect(Collectors.toSet());
        for (InputTensor input : request.inputs()) {
            if (!known.contains(input.name())) {
                throw ServingException.invalid(
                        "unexpected inference input '" + input.name() + "' for model '" + model() + "'");
            }
        }
        for (String name : missing(sent.keySet())) {
            throw invalid(
                    request, "input '" + name + "' is required by model '" + model() + "' but is not in the request");
        }
        return sent;
    }

    private Set<String> missing(Set<String> sent) {
        return config.getInputList().stream()
                .filter(input -> !input.getOptional())
                .map(ModelInput::getName)
                .filter(name -> !sent.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private long batchSize(InferenceRequest request, Map<String, InputTensor> sent) {
        if (config.getMaxBatchSize() == 0) {
            return 0;
        }
        long batch = -1;
        for (InputTensor tensor : sent.values()) {
            if (tensor.shape().isEmpty()) {
                throw invalid(
                        request,
                        "input '" + tensor.name() + "' has no shape but model requires batch dimension for '" + model()
                                + "'");
            }
            long size = tensor.shape().get(0);
            if (batch != -1 && size != batch) {
                throw invalid(
                        request,
                        "input '" + tensor.name() + "' batch size does not match other inputs for '" + model() + "'");
            }
            batch = size;
        }
        if (batch < 1 || batch > config.getMaxBatchSize()) {
            throw invalid(
                    request,
                    "inference request batch-size must be " + (batch < 1 ? ">= 1" : "<= " + config.getMaxBatchSize())
                            + " for '" + model() + "'");
        }
        return batch;
    }

    private Tensor input(InferenceRequest request, ModelInput expected, InputTensor sent) {
        TensorType type = TensorType.ofConfigType(expected.getDataType());
        if (!type.wireName().equals(sent.datatype())) {
            throw invalid(
                    request,
                    "inference input '" + sent.name() + "' data-type is '" + wireName(sent.datatype())
                            + "', but model '" + model() + "' expects '" + type.wireName() + "'");
        }
        boolean batching = config.getMaxBatchSize() > 0;
        List<Long> perSample = batching ? sent.shape().subList(1, sent.shape().size()) : sent.shape();
        shape(request, expected, sent, perSample);
        List<Long> inner = expected.hasReshape()
                ? Reshape.apply(expected.getDimsList(), expected.getReshape().getShapeList(), perSample)
                : perSample;
        long[] full = Reshape.withBatch(batching ? sent.shape().get(0) : 0, inner);
        size(request, sent, type, full);
        return Tensor.ofRaw(sent.name(), type, full, sent.data());
    }

    private void shape(InferenceRequest request, ModelInput expected, InputTensor sent, List<Long> perSample) {
        List<Long> dims = expected.getDimsList();
        boolean fits = dims.size() == perSample.size();
        for (int i = 0; fits && i < dims.size(); i++) {
            if (perSample.get(i) == Shapes.WILDCARD) {
                throw invalid(
                        request,
                        "All input dimensions should be specified for input '" + sent.name() + "' for model '" + model()
                                + "', got " + Shapes.text(sent.shape()));
            }
            fits = dims.get(i) == Shapes.WILDCARD || dims.get(i).equals(perSample.get(i));
        }
        if (!fits) {
            throw invalid(
                    request,
                    "unexpected shape for input '" + sent.name() + "' for model '" + model()
                            + "'. Expected " + Shapes.text(Shapes.full(config, dims)) + ", got "
                            + Shapes.text(sent.shape())
                            + ". " + (config.getMaxBatchSize() > 0 ? BATCH_NOTE : ""));
        }
    }

    private void size(InferenceRequest request, InputTensor sent, TensorType type, long[] shape) {
        if (type == TensorType.BYTES) {
            BytesElements.check(
                    sent.data(),
                    Tensor.elementCount(shape),
                    problem -> invalid(
                            request,
                            problem + " for inference input '" + sent.name() + "' for model '" + model() + "'"));
            return;
        }
        // Overflows and negative dimensions included: whatever this product says, the bytes that came are fewer.
        long expected = LongStream.of(shape).reduce(type.byteSize(), (left, right) -> left * right);
        int got = sent.data().remaining();
        if (expected != got || LongStream.of(shape).anyMatch(dimension -> dimension < 0 || dimension > got)) {
            throw invalid(
                    request,
                    "input byte size mismatch for input '" + sent.name() + "' for model '" + model() + "'. Expected "
                            + expected + ", got " + got);
        }
    }

    /** The order in which Triton's table of a request's inputs lists them. */
    private static List<InputTensor> lastFirst(List<InputTensor> inputs) {
        List<InputTensor> reversed = new ArrayList<>(inputs);
        Collections.reverse(reversed);
        return reversed;
    }

    private ServingException invalid(InferenceRequest request, String message) {
        return ServingException.invalid(request.label() + message);
    }

    private String model() {
        return config.getName();
    }

    /** A datatype the protocol does not have is printed as Triton prints it. */
    private static String wireName(String datatype) {
        try {
            return TensorType.ofWireName(datatype).wireName();
        } catch (IllegalArgumentException e) {
            return "<invalid>";
        }
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(",", "[", "]"));
    }
}
