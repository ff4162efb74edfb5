package dev.diffract.builder.build.engine.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.build.engine.CompiledEngine;
import java.util.Optional;

/**
 * What a worker says; one of the fields is set.
 *
 * @param step how far it is
 * @param done its result
 * @param failed why there is none, in a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkerMessage(Step step, CompiledEngine done, String failed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** See {@link dev.diffract.builder.build.engine.BuildProgress#step}. */
    record Step(String phase, int done, int total) {}

    static WorkerMessage step(String phase, int done, int total) {
        return new WorkerMessage(new Step(phase, done, total), null, null);
    }

    static WorkerMessage done(CompiledEngine engine) {
        return new WorkerMessage(null, engine, null);
    }

    static WorkerMessage failed(String sentence) {
        return new WorkerMessage(null, null, sentence);
    }

    /** One line. */
    String print() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    /** Empty for a line that something else in the process wrote. */
    static Optional<WorkerMessage> parse(String line) {
        try {
            return line.startsWith("{") ? Optional.of(JSON.readValue(line, WorkerMessage.class)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
