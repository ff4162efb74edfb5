package dev.diffract.repository.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An engine's record beside its plan, outside of a repository.
 *
 * @param sha256 digest of the plan, lower-case hexadecimal
 */
public record EngineRecordFile(String sha256, EngineRecord engine) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @throws ManifestException if the file holds no such record
     * @throws IOException if it cannot be read
     */
    public static EngineRecordFile read(Path file) throws IOException {
        try {
            JsonFields root = new JsonFields("", JSON.readTree(Files.readString(file)));
            return new EngineRecordFile(root.text("sha256"), EngineJson.engine(root.object("engine")));
        } catch (JsonProcessingException e) {
            throw new ManifestException(file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (ManifestException e) {
            throw new ManifestException(file + ": " + e.getMessage(), e);
        }
    }

    /** As indented JSON. */
    public String print() {
        ObjectNode root = JSON.createObjectNode();
        root.put("sha256", sha256);
        EngineJson.print(engine, root.putObject("engine"));
        return root.toPrettyString() + "\n";
    }
}
