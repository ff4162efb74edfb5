package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.repository.json.JsonName;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An {@link EngineJob} on its way to a worker.
 *
 * @param library where TensorRT is; empty to search for it
 */
record JobMessage(Optional<Path> library, EngineJob job) {

    private static final JsonRecords JSON = new JsonRecords(
            new JsonName<>(Path.class, path -> path.toAbsolutePath().toString(), Path::of));

    /** One line. */
    String print() {
        return JSON.line(this);
    }

    /** @throws JsonRecordException if the line is no such message, or has something missing, of another kind or unknown */
    static JobMessage parse(String line) {
        return JSON.read(line, JobMessage.class);
    }
}
