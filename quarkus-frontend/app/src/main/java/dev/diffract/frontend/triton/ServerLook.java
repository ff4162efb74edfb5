package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.MeasuredCalls;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one look at a server found.
 *
 * @param ready whether the server calls itself ready
 * @param models what its repository index lists, by name
 * @param details what could be read of the models that were asked for and are ready, by name
 * @param counts what it has counted since it began; empty if it does not tell
 */
public record ServerLook(
        boolean ready,
        Map<String, IndexedModel> models,
        Map<String, ModelDetails> details,
        Optional<ServerCounts> counts) {

    public ServerLook {
        models = Map.copyOf(models);
        details = Map.copyOf(details);
    }

    /** What the server says of models that are not ready, in its own words; empty if nothing. */
    public String complaints() {
        return new TreeMap<>(models)
                .entrySet().stream()
                        .filter(model -> !model.getValue().ready()
                                && !model.getValue().reason().isBlank())
                        .map(model ->
                                model.getKey() + ": " + oneLine(model.getValue().reason()))
                        .collect(Collectors.joining("; "));
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    /**
     * A line of the repository index.
     *
     * @param state {@code READY}, {@code LOADING}, {@code UNLOADING} or {@code UNAVAILABLE}; empty for a model that was
     *     never loaded
     * @param reason why it is not ready, may be empty
     */
    public record IndexedModel(String state, String reason) {

        public boolean ready() {
            return "READY".equals(state);
        }
    }

    /**
     * @param checkpoint the parameter {@code diffract_checkpoint} of its configuration, if it has one
     * @param largestBatch rows that one call may have, at least 1
     * @param engine what computes it, as its configuration tells
     * @param arithmetic what its rounding depends on beside the batch, if its configuration tells it
     * @param measured what calls took when its engine was built, if its configuration tells it
     * @param memory what its engine takes of the slice, if its configuration tells it
     * @param signature its tensors
     */
    public record ModelDetails(
            Optional<String> checkpoint,
            int largestBatch,
            String engine,
            Optional<String> arithmetic,
            MeasuredCalls measured,
            Optional<EngineMemory> memory,
            ModelSignature signature) {}
}
