package dev.diffract.builder.build.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@link EngineJob} on its way to a worker.
 *
 * @param library where TensorRT is; null to search for it
 * @param shapes per shape profile and input: min, opt and max
 */
record JobMessage(
        String library,
        String model,
        String graph,
        String plan,
        String timingCache,
        List<Map<String, List<List<Long>>>> shapes,
        long workspaceBytes,
        int optimizationLevel,
        List<EngineJob.Run> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static JobMessage of(EngineJob job, Path library) {
        return new JobMessage(
                library == null ? null : library.toAbsolutePath().toString(),
                job.model(),
                job.graph().toAbsolutePath().toString(),
                job.plan().toAbsolutePath().toString(),
                job.timingCache().toAbsolutePath().toString(),
                job.profiles().stream().map(JobMessage::shapes).toList(),
                job.workspaceBytes(),
                job.optimizationLevel(),
                job.runs());
    }

    EngineJob job() {
        return new EngineJob(
                model,
                Path.of(graph),
                Path.of(plan),
                Path.of(timingCache),
                shapes.stream().map(JobMessage::profile).toList(),
                workspaceBytes,
                optimizationLevel,
                runs);
    }

    /** One line. */
    String print() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    static JobMessage parse(String line) throws JsonProcessingException {
        return JSON.readValue(line, JobMessage.class);
    }

    private static Map<String, List<List<Long>>> shapes(ShapeProfile profile) {
        Map<String, List<List<Long>>> shapes = new LinkedHashMap<>();
        profile.inputs()
                .forEach((input, range) -> shapes.put(
                        input,
                        List.of(
                                range.min().sizes(),
                                range.opt().sizes(),
                                range.max().sizes())));
        return shapes;
    }

    private static ShapeProfile profile(Map<String, List<List<Long>>> shapes) {
        Map<String, ShapeRange> inputs = new LinkedHashMap<>();
        shapes.forEach((input, dims) ->
                inputs.put(input, new ShapeRange(new Dims(dims.get(0)), new Dims(dims.get(1)), new Dims(dims.get(2)))));
        return new ShapeProfile(inputs);
    }
}
