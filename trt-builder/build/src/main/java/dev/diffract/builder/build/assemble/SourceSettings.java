package dev.diffract.builder.build.assemble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.pipeline.PipelineDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The numbers of a pipeline that stand in JSON files beside the graphs. What a file does not say is as the
 * family says.
 */
final class SourceSettings {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SETTINGS = Set.of("model_index.json", "config.json");
    private static final int LARGEST_SIDE = 8192;

    private final Path folder;
    private final Path index;
    private final JsonNode defaults;
    private final PipelineDefaults family;

    private SourceSettings(Path folder, PipelineDefaults family) throws IOException {
        this.folder = folder;
        this.family = family;
        this.index = folder.resolve("model_index.json");
        this.defaults = object(index).path("_diffract_defaults");
        if (!defaults.isMissingNode() && !defaults.isObject()) {
            throw new BuildException(index + ": _diffract_defaults is no JSON object");
        }
    }

    /**
     * @param family what holds where no file says otherwise
     * @throws BuildException if {@code model_index.json} is there and no JSON object
     */
    static SourceSettings read(Path folder, PipelineDefaults family) throws IOException {
        return new SourceSettings(folder, family);
    }

    /** Digest of the files that settings are read from, but for those that belong to the checkpoint. */
    static String digest(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(
                            path -> SETTINGS.contains(path.getFileName().toString()))
                    .sorted()
                    .toList()) {
                text.append(folder.relativize(file))
                        .append(' ')
                        .append(Sha256.of(file))
                        .append('\n');
            }
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the encoder's mean is multiplied with to give a latent: {@code scaling_factor} of the VAE's own configuration.
     *
     * @param vae folder of one of the VAE's graphs
     */
    double scalingFactor(Path vae) throws IOException {
        Path config = vae.resolve("config.json");
        double factor = number(config, object(config), "scaling_factor", family.scalingFactor());
        if (!(factor > 0)) {
            throw new BuildException(config + ": scaling_factor is " + factor + ", expected a number above 0");
        }
        return factor;
    }

    /** Tokens of a chunk, start and end included. */
    int textLength() throws IOException {
        Path config = folder.resolve("tokenizer").resolve("tokenizer_config.json");
        JsonNode length = object(config).path("model_max_length");
        // Tokenizers without a limit write one beyond any text.
        return length.isInt() && length.asInt() > 2 && length.asInt() < 1 << 16 ? length.asInt() : family.textLength();
    }

    /**
     * Pixels per side that can be drawn.
     *
     * @param fixed the only side the graphs can draw, if their shapes are fixed
     */
    SizeRule sizes(Optional<Integer> fixed) {
        int vaeScale = family.vaeScale();
        if (fixed.isPresent()) {
            return new SizeRule(fixed.get(), fixed.get(), fixed.get());
        }
        SizeRule rule = new SizeRule(
                whole("size_multiple", 64, vaeScale, LARGEST_SIDE),
                whole("min_size", 64, vaeScale, LARGEST_SIDE),
                whole("max_size", 1024, vaeScale, LARGEST_SIDE));
        if (rule.multiple() % vaeScale != 0) {
            throw fault("size_multiple", "a multiple of " + vaeScale);
        }
        if (rule.max() < rule.min()) {
            throw fault("max_size", "at least min_size, which is " + rule.min());
        }
        return rule;
    }

    /**
     * @param unet folder of the UNet's graph, whose configuration may say which side it was trained for
     */
    Defaults defaults(SizeRule sizes, Path unet) throws IOException {
        int vaeScale = family.vaeScale();
        Path config = unet.resolve("config.json");
        int trained = ((int) number(config, object(config), "sample_size", family.side() / vaeScale)) * vaeScale;
        int side = sizes.allows(trained) ? trained : sizes.max();
        Defaults result = new Defaults(
                whole("width", side, 1, LARGEST_SIDE),
                whole("height", side, 1, LARGEST_SIDE),
                whole("steps", 30, 1, 150),
                guidance(),
                sampler());
        if (!sizes.allows(result.width()) || !sizes.allows(result.height())) {
            throw new BuildException(index + ": the default size " + result.width() + "x" + result.height()
                    + " is not one the model can draw: multiples of " + sizes.multiple() + " from " + sizes.min()
                    + " to " + sizes.max());
        }
        return result;
    }

    private double guidance() {
        double guidance = number(index, defaults, "guidance", 7.5);
        if (!(guidance >= 0 && guidance <= 30)) {
            throw fault("guidance", "a number from 0 to 30");
        }
        return guidance;
    }

    private Optional<String> sampler() {
        JsonNode sampler = defaults.path("sampler");
        if (!sampler.isMissingNode() && !sampler.isTextual()) {
            throw fault("sampler", "the name of a sampler");
        }
        return Optional.ofNullable(sampler.textValue());
    }

    private int whole(String name, int otherwise, int min, int max) {
        JsonNode value = defaults.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.asInt() < min || value.asInt() > max) {
            throw fault(name, "a whole number from " + min + " to " + max);
        }
        return value.asInt();
    }

    private BuildException fault(String name, String expected) {
        return new BuildException(
                index + ": _diffract_defaults." + name + " is " + defaults.path(name) + ", expected " + expected);
    }

    private static double number(Path file, JsonNode object, String name, double otherwise) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isNumber()) {
            throw new BuildException(file + ": " + name + " is " + value + ", expected a number");
        }
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    private static JsonNode object(Path file) throws IOException {
        if (!Files.exists(file)) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (!root.isObject()) {
                throw new BuildException(file + " holds no JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new BuildException(
                    file + " is no JSON: line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
    }
}
