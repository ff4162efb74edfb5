package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.json.JsonName;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code manifest.json} as text: the components of {@link Manifest} and its parts in snake case, and the schema's version. */
public final class ManifestFile {

    private static final String SCHEMA = "schema";

    private static final JsonRecords JSON = new JsonRecords(
            new JsonName<>(ModelRole.class, ModelRole::id, ModelRole::ofId),
            new JsonName<>(ModelFamily.class, ModelFamily::id, ModelFamilies::ofId),
            new JsonName<>(SizeReason.class, SizeReason::id, SizeReason::ofId));

    private ManifestFile() {}

    /**
     * @throws ManifestException if the file is missing, no JSON, of another schema, or has a field missing, of another kind,
     *     unknown or impossible; the message names the file and the field's path
     * @throws IOException if it cannot be read
     */
    public static Manifest read(Path file) throws IOException {
        try {
            Optional<String> objection = Files.exists(file) ? InputFiles.objection(file) : Optional.empty();
            if (objection.isPresent()) {
                throw new ManifestException(objection.get());
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ManifestException(
                    file + " does not exist: is its directory a repository written by Diffract?", e);
        } catch (ManifestException e) {
            throw new ManifestException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param text of schema 1 to {@value Manifest#SCHEMA}
     * @throws ManifestException if the text is no JSON, of another schema, or has a field missing, of another kind, unknown
     *     or impossible; the message names the field's path
     */
    public static Manifest parse(String text) {
        try {
            ObjectNode root = JSON.tree(text);
            int schema = schema(root);
            if (schema == 1) {
                SchemaOne.upgrade(root);
            }
            if (schema <= 2) {
                SchemaTwo.upgrade(root);
            }
            root.remove(SCHEMA);
            return JSON.read(root, Manifest.class);
        } catch (JsonRecordException e) {
            throw new ManifestException(e.getMessage(), e);
        }
    }

    /** The manifest as indented JSON with a stable order of keys. */
    public static String print(Manifest manifest) {
        ObjectNode root = JSON.tree(manifest);
        ObjectNode ordered = root.objectNode().put(SCHEMA, Manifest.SCHEMA);
        return JSON.print(ordered.setAll(root));
    }

    private static int schema(ObjectNode root) {
        JsonNode schema = root.path(SCHEMA);
        if (!schema.isInt()) {
            throw new ManifestException("/schema " + (schema.isMissingNode() ? "is missing" : "is not a whole number"));
        }
        if (schema.asInt() < 1 || schema.asInt() > Manifest.SCHEMA) {
            throw new ManifestException("schema is " + schema.asInt() + ", this program reads schemas 1 to "
                    + Manifest.SCHEMA + (schema.asInt() > 0 ? "; a later version wrote it" : ""));
        }
        return schema.asInt();
    }
}
