package dev.diffract.repository.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code manifest.json} as text. Works on Jackson's tree, not on bound classes: nothing is looked up by reflection, which
 * keeps native images free of configuration for it.
 */
public final class ManifestFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ManifestFile() {}

    /**
     * @throws ManifestException if the file is missing, no JSON, of another schema, or lacks a field
     * @throws IOException if it cannot be read
     */
    public static Manifest read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ManifestException(
                    file + " does not exist: is its directory a repository written by Diffract?", e);
        } catch (ManifestException e) {
            throw new ManifestException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @throws ManifestException if the text is no JSON, of another schema, or lacks a field
     */
    public static Manifest parse(String text) {
        JsonFields root = new JsonFields("", tree(text));
        int schema = root.integer("schema");
        if (schema != Manifest.SCHEMA) {
            throw new ManifestException("schema is " + schema + ", this program reads schema " + Manifest.SCHEMA);
        }
        return new Manifest(
                root.text("model"),
                root.text("checkpoint"),
                root.text("runtime"),
                root.text("builder"),
                pipeline(root.object("pipeline")),
                defaults(root.object("defaults")),
                models(root),
                root.optionalText("inputs"),
                root.node().has("target") ? Optional.of(EngineJson.target(root.object("target"))) : Optional.empty(),
                files(root.object("files")));
    }

    /** The manifest as indented JSON with a stable order of keys. */
    public static String print(Manifest manifest) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", Manifest.SCHEMA);
        root.put("model", manifest.model());
        root.put("checkpoint", manifest.checkpoint());
        root.put("runtime", manifest.runtime());
        root.put("builder", manifest.builder());
        manifest.inputs().ifPresent(inputs -> root.put("inputs", inputs));
        manifest.target().ifPresent(target -> EngineJson.print(target, root.putObject("target")));
        Pipeline pipeline = manifest.pipeline();
        ObjectNode pipelineNode = root.putObject("pipeline");
        pipelineNode.put("latent_channels", pipeline.latentChannels());
        pipelineNode.put("vae_scale", pipeline.vaeScale());
        pipelineNode.put("scaling_factor", pipeline.scalingFactor());
        pipelineNode.put("text_length", pipeline.textLength());
        pipelineNode.put("text_width", pipeline.textWidth());
        print(pipeline.sizes(), pipelineNode.putObject("sizes"));
        pipelineNode.put("clip_skips", pipeline.clipSkips());
        pipeline.previews().ifPresent(previews -> print(previews, pipelineNode.putObject("previews")));
        Defaults defaults = manifest.defaults();
        ObjectNode defaultsNode = root.putObject("defaults");
        defaultsNode.put("width", defaults.width());
        defaultsNode.put("height", defaults.height());
        defaultsNode.put("steps", defaults.steps());
        defaultsNode.put("guidance", defaults.guidance());
        defaults.sampler().ifPresent(sampler -> defaultsNode.put("sampler", sampler));
        manifest.models().forEach(model -> print(model, root.withArray("models").addObject()));
        ObjectNode files = root.putObject("files");
        new TreeMap<>(manifest.files())
                .forEach((path, digest) ->
                        files.putObject(path).put("sha256", digest.sha256()).put("size", digest.size()));
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always JSON", e);
        }
    }

    private static void print(ServedModel model, ObjectNode node) {
        node.put("role", model.role().id());
        node.put("name", model.name());
        model.source().ifPresent(source -> node.put("source", source));
        model.changes().forEach(node.withArray("changes")::add);
        model.check().ifPresent(check -> print(check, node.putObject("check")));
        model.engine().ifPresent(engine -> EngineJson.print(engine, node.putObject("engine")));
    }

    static void print(NumericCheck check, ObjectNode node) {
        node.put("max_error", check.maxError())
                .put("mean_error", check.meanError())
                .put("bound", check.bound())
                .put("largest", check.largest());
    }

    private static void print(SizeRule sizes, ObjectNode node) {
        node.put("multiple", sizes.multiple()).put("min", sizes.min()).put("max", sizes.max());
        sizes.only()
                .forEach(size -> node.withArray("only")
                        .addObject()
                        .put("width", size.width())
                        .put("height", size.height()));
    }

    private static void print(PreviewFactors previews, ObjectNode node) {
        ArrayNode factors = node.putArray("factors");
        previews.factors().forEach(row -> row.forEach(factors.addArray()::add));
        previews.bias().forEach(node.putArray("bias")::add);
        node.put("error", previews.error());
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ManifestException(
                    "no JSON: line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Pipeline pipeline(JsonFields node) {
        JsonFields sizes = node.object("sizes");
        return new Pipeline(
                node.integer("latent_channels"),
                node.integer("vae_scale"),
                node.number("scaling_factor"),
                node.integer("text_length"),
                node.integer("text_width"),
                new SizeRule(sizes.integer("multiple"), sizes.integer("min"), sizes.integer("max"), only(sizes)),
                clipSkips(node),
                node.node().has("previews") ? Optional.of(previews(node)) : Optional.empty());
    }

    private static List<Size> only(JsonFields sizes) {
        return sizes.node().has("only")
                ? sizes.array("only").stream()
                        .map(size -> new Size(size.integer("width"), size.integer("height")))
                        .toList()
                : List.of();
    }

    /** Manifests of before clip skip was served have none. */
    private static int clipSkips(JsonFields pipeline) {
        int clipSkips = pipeline.node().has("clip_skips") ? pipeline.integer("clip_skips") : 1;
        if (clipSkips < 1) {
            throw new ManifestException("/pipeline/clip_skips is " + clipSkips + ", expected a number from 1");
        }
        return clipSkips;
    }

    private static PreviewFactors previews(JsonFields pipeline) {
        JsonFields node = pipeline.object("previews");
        try {
            PreviewFactors previews =
                    new PreviewFactors(node.rows("factors"), node.numbers("bias"), node.number("error"));
            if (previews.latentChannels() != pipeline.integer("latent_channels")) {
                throw new ManifestException(node.path() + "/factors has rows of " + previews.latentChannels()
                        + " numbers, expected one per latent channel");
            }
            return previews;
        } catch (IllegalArgumentException e) {
            throw new ManifestException(node.path() + ": " + e.getMessage(), e);
        }
    }

    private static Defaults defaults(JsonFields node) {
        return new Defaults(
                node.integer("width"),
                node.integer("height"),
                node.integer("steps"),
                node.number("guidance"),
                node.optionalText("sampler"));
    }

    private static List<ServedModel> models(JsonFields root) {
        List<ServedModel> models = new ArrayList<>();
        for (JsonFields node : root.array("models")) {
            List<String> changes = new ArrayList<>();
            node.node().path("changes").forEach(change -> changes.add(change.asText()));
            models.add(new ServedModel(
                    role(node),
                    node.text("name"),
                    node.optionalText("source"),
                    changes,
                    node.node().has("check") ? Optional.of(check(node.object("check"))) : Optional.empty(),
                    node.node().has("engine")
                            ? Optional.of(EngineJson.engine(node.object("engine")))
                            : Optional.empty()));
        }
        return models;
    }

    private static ModelRole role(JsonFields model) {
        try {
            return ModelRole.ofId(model.text("role"));
        } catch (IllegalArgumentException e) {
            throw new ManifestException(model.path() + "/role: " + e.getMessage(), e);
        }
    }

    static NumericCheck check(JsonFields check) {
        return new NumericCheck(
                check.number("max_error"), check.number("mean_error"), check.number("bound"), check.number("largest"));
    }

    private static Map<String, FileDigest> files(JsonFields node) {
        Map<String, FileDigest> files = new LinkedHashMap<>();
        node.node().fieldNames().forEachRemaining(path -> {
            JsonFields file = node.object(path);
            files.put(path, new FileDigest(file.text("sha256"), file.whole("size")));
        });
        return files;
    }
}
