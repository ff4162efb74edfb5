package dev.diffract.embedded.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.diffract.embedded.batching.BatchRunner;
import dev.diffract.embedded.fault.Slowdown;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.ServedModel.Result;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph loaded once: one session, with buffers of its own that inputs of a batch are gathered in. */
final class OnnxInstance implements BatchRunner {

    private final ModelConfig config;
    private final OrtSession session;
    private final Slowdown slowdown;
    private final BatchGather gather = new BatchGather(NativeLibraries.environment());
    private final BatchScatter scatter;

    OnnxInstance(ModelConfig config, OrtSession session, Slowdown slowdown) {
        this.config = config;
        this.session = session;
        this.slowdown = slowdown;
        this.scatter = new BatchScatter(config);
    }

    @Override
    public List<Result> run(List<CheckedRequest> batch) {
        long start = System.nanoTime();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (int i = 0; i < batch.get(0).inputs().size(); i++) {
                int index = i;
                List<Tensor> parts = batch.stream()
                        .map(request -> request.inputs().get(index))
                        .toList();
                inputs.put(parts.get(0).name(), gather.gather(parts));
            }
            long gathered = System.nanoTime();
            slowdown.pause(config.getName());
            try (OrtSession.Result values = session.run(inputs, wanted(batch))) {
                long ran = System.nanoTime();
                List<List<Tensor>> outputs = scatter.scatter(values, batch);
                PhaseTimes times = new PhaseTimes(0, gathered - start, ran - gathered, System.nanoTime() - ran);
                return outputs.stream()
                        .map(tensors -> new Result(tensors, times))
                        .toList();
            }
        } catch (OrtException e) {
            throw new ServingException(
                    ErrorCode.INTERNAL,
                    "onnx runtime error for model '" + config.getName() + "': " + e.getMessage(),
                    e);
        } finally {
            inputs.values().forEach(OnnxTensorLike::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close the session of " + config.getName(), e);
        }
    }

    private static Set<String> wanted(List<CheckedRequest> batch) {
        List<String> names = new ArrayList<>();
        batch.forEach(request -> names.addAll(request.outputs()));
        return new LinkedHashSet<>(names);
    }
}
