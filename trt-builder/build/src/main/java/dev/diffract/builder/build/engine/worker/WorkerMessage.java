package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import java.util.Optional;

/**
 * What a worker says; one of the fields is there.
 *
 * @param step how far it is
 * @param done its result
 * @param failed why there is none, in a sentence
 */
record WorkerMessage(Optional<Step> step, Optional<CompiledEngine> done, Optional<String> failed) {

    private static final JsonRecords JSON = new JsonRecords();

    /** What messages begin with: libraries of the process write lines of their own. */
    private static final String MARK = "diffract-worker: ";

    /** See {@link dev.diffract.builder.build.engine.BuildProgress#step}. */
    record Step(String phase, int done, int total) {}

    static WorkerMessage step(String phase, int done, int total) {
        return new WorkerMessage(Optional.of(new Step(phase, done, total)), Optional.empty(), Optional.empty());
    }

    static WorkerMessage done(CompiledEngine engine) {
        return new WorkerMessage(Optional.empty(), Optional.of(engine), Optional.empty());
    }

    static WorkerMessage failed(String sentence) {
        return new WorkerMessage(Optional.empty(), Optional.empty(), Optional.of(sentence));
    }

    /** One line. */
    String print() {
        return MARK + JSON.line(this);
    }

    /**
     * Empty for a line that something else in the process wrote.
     *
     * @throws JsonRecordException if the message has something missing, of another kind or unknown
     */
    static Optional<WorkerMessage> parse(String line) {
        return line.startsWith(MARK)
                ? Optional.of(JSON.read(line.substring(MARK.length()), WorkerMessage.class))
                : Optional.empty();
    }
}
