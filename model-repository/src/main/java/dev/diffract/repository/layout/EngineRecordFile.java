package dev.diffract.repository.layout;

import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An engine's record beside its engine file, outside of a repository.
 *
 * @param sha256 digest of the engine file, lower-case hexadecimal
 */
public record EngineRecordFile(String sha256, EngineRecord engine) {

    private static final JsonRecords JSON = new JsonRecords();

    /**
     * @throws ManifestException if the file holds no such record
     * @throws IOException if it cannot be read
     */
    public static EngineRecordFile read(Path file) throws IOException {
        try {
            return JSON.read(Files.readString(file), EngineRecordFile.class);
        } catch (JsonRecordException e) {
            throw new ManifestException(file + ": " + e.getMessage(), e);
        }
    }

    /** As indented JSON. */
    public String print() {
        return JSON.print(this);
    }
}
