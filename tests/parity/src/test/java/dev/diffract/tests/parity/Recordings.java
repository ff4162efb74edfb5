package dev.diffract.tests.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The table of what is recorded, {@code recordings.json}.
 *
 * @param others the folder's scripts that record nothing, each with the reason
 */
record Recordings(List<Recording> recordings, Map<String, String> others) {

    /** @param environment the packages that the script runs with */
    record Recording(String script, PythonPackages environment, List<RecordedFile> files) {

        @Override
        public String toString() {
            return script;
        }
    }

    static Recordings read() {
        try (InputStream in = Recordings.class.getResourceAsStream("/recordings.json")) {
            return new ObjectMapper().readValue(in, Recordings.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the scripts are. */
    static Path scripts() {
        return Programs.home().resolve("tests/parity");
    }
}
