package dev.diffract.embedded.ensemble;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.InputTensor;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.MemberCaller;
import dev.diffract.embedded.model.ServedModel.Result;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * One request's way through an ensemble. Every ensemble tensor is a promise; a step is called as soon as its inputs are
 * there, so independent steps run side by side. Only steps that a wanted output needs are called.
 */
final class EnsembleRun {

    private final ModelConfig config;
    private final MemberCaller members;
    private final CheckedRequest request;
    private final Cancellation cancellation;
    private final Map<String, CompletableFuture<Tensor>> tensors = new HashMap<>();
    private final Map<Step, CompletableFuture<Result>> steps = new HashMap<>();

    EnsembleRun(ModelConfig config, MemberCaller members, CheckedRequest request, Cancellation cancellation) {
        this.config = config;
        this.members = members;
        this.request = request;
        this.cancellation = cancellation;
        request.inputs().forEach(input -> tensors.put(input.name(), CompletableFuture.completedFuture(input)));
    }

    CompletableFuture<Result> outputs() {
        List<CompletableFuture<Tensor>> wanted =
                request.outputs().stream().map(this::tensor).toList();
        return all(wanted).thenApply(values -> {
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                outputs.add(renamed(values.get(i), request.outputs().get(i)));
            }
            PhaseTimes times =
                    steps.values().stream().map(step -> step.join().times()).reduce(PhaseTimes.ZERO, PhaseTimes::plus);
            return new Result(outputs, times);
        });
    }

    /** The promise of an ensemble tensor; asking for it starts the step that writes it. */
    private CompletableFuture<Tensor> tensor(String name) {
        CompletableFuture<Tensor> known = tensors.get(name);
        if (known != null) {
            return known;
        }
        Step writer = config.getEnsembleScheduling().getStepList().stream()
                .filter(step -> step.getOutputMapMap().containsValue(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("refused at load: nobody writes " + name));
        CompletableFuture<Result> result = step(writer);
        writer.getOutputMapMap()
                .forEach((output, tensor) ->
                        tensors.put(tensor, result.thenApply(values -> find(values.outputs(), output))));
        return tensors.get(name);
    }

    private CompletableFuture<Result> step(Step step) {
        List<String> names = List.copyOf(step.getInputMapMap().keySet());
        List<CompletableFuture<Tensor>> inputs = names.stream()
                .map(name -> tensor(step.getInputMapOrThrow(name)))
                .toList();
        CompletableFuture<Result> result = all(inputs).thenCompose(values -> {
            if (cancellation.isCancelled()) {
                throw new ServingException(ErrorCode.CANCELLED, request.label() + "Request cancelled by the client");
            }
            return members.call(request(step, names, values), cancellation);
        });
        steps.put(step, result);
        return result;
    }

    private InferenceRequest request(Step step, List<String> names, List<Tensor> values) {
        List<InputTensor> inputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Tensor value = values.get(i);
            inputs.add(new InputTensor(
                    names.get(i),
                    value.type().wireName(),
                    LongStream.of(value.shape()).boxed().toList(),
                    value.data()));
        }
        String version = step.getModelVersion() > 0 ? Long.toString(step.getModelVersion()) : "";
        List<String> outputs = step.getOutputMapMap().keySet().stream().sorted().toList();
        return new InferenceRequest(step.getModelName(), version, request.id(), request.options(), inputs, outputs);
    }

    private static Tensor find(Collection<Tensor> outputs, String name) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Tensor renamed(Tensor tensor, String name) {
        return Tensor.ofRaw(name, tensor.type(), tensor.shape(), tensor.data());
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
