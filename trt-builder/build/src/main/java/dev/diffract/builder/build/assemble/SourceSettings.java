package dev.diffract.builder.build.assemble;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.PipelineDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
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

    private static final JsonRecords JSON = new JsonRecords();
    private static final Set<String> SETTINGS = Set.of("model_index.json", "config.json");
    private static final String DEFAULTS = "_diffract_defaults";
    private static final int LARGEST_SIDE = 8192;

    private final Path folder;
    private final Path index;
    private final SourceDefaults defaults;
    private final PipelineDefaults family;

    private SourceSettings(Path folder, PipelineDefaults family) throws IOException {
        this.folder = folder;
        this.family = family;
        this.index = folder.resolve("model_index.json");
        this.defaults = read(index, ModelIndex.class).defaults().orElseGet(() -> JSON.read("{}", SourceDefaults.class));
    }

    // Files of the checkpoint's authors, who write what else they like.

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record ModelIndex(@JsonProperty(DEFAULTS) Optional<SourceDefaults> defaults) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record VaeConfig(Optional<Double> scalingFactor) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record UnetConfig(Optional<Double> sampleSize) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record TokenizerConfig(Optional<Double> modelMaxLength) {}

    /**
     * @param family what holds where no file says otherwise
     * @throws BuildException if {@code model_index.json} is there and no JSON object, or {@code _diffract_defaults} in it has
     *     a key that is not known, or a value of another kind
     */
    static SourceSettings read(Path folder, PipelineDefaults family) throws IOException {
        return new SourceSettings(folder, family);
    }

    /** Digest of the files that settings are read from, but for those that belong to the checkpoint. */
    static String digest(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 2, FileVisitOption.FOLLOW_LINKS)) {
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
        double factor = read(config, VaeConfig.class).scalingFactor().orElse(family.scalingFactor());
        if (!(factor > 0)) {
            throw new BuildException(config + ": /scaling_factor is " + factor + ", expected a number above 0");
        }
        return factor;
    }

    /** Tokens of a chunk, start and end included. */
    int textLength() throws IOException {
        Path config = folder.resolve("tokenizer").resolve("tokenizer_config.json");
        // Tokenizers without a limit write one beyond any text.
        return read(config, TokenizerConfig.class)
                .modelMaxLength()
                .filter(length -> length > 2 && length < 1 << 16)
                .map(Double::intValue)
                .orElse(family.textLength());
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
                whole("size_multiple", defaults.sizeMultiple(), 64, vaeScale, LARGEST_SIDE),
                whole("min_size", defaults.minSize(), 64, vaeScale, LARGEST_SIDE),
                whole("max_size", defaults.maxSize(), 1024, vaeScale, LARGEST_SIDE));
        if (rule.multiple() % vaeScale != 0) {
            throw fault("size_multiple", rule.multiple(), "a multiple of " + vaeScale);
        }
        if (rule.max() < rule.min()) {
            throw fault("max_size", rule.max(), "at least min_size, which is " + rule.min());
        }
        return rule;
    }

    /**
     * @param unet folder of the UNet's graph, whose configuration may say which side it was trained for
     */
    Defaults defaults(SizeRule sizes, Path unet) throws IOException {
        int vaeScale = family.vaeScale();
        Path config = unet.resolve("config.json");
        int trained = read(config, UnetConfig.class)
                .sampleSize()
                .map(latent -> latent.intValue() * vaeScale)
                .orElse(family.side());
        int side = sizes.allows(trained) ? trained : sizes.max();
        Defaults result = new Defaults(
                whole("width", defaults.width(), side, 1, LARGEST_SIDE),
                whole("height", defaults.height(), side, 1, LARGEST_SIDE),
                whole("steps", defaults.steps(), 30, 1, 150),
                guidance(),
                defaults.sampler());
        if (!sizes.allows(result.width()) || !sizes.allows(result.height())) {
            throw new BuildException(index + ": the default size " + result.width() + "x" + result.height()
                    + " is not one the model can draw: multiples of " + sizes.multiple() + " from " + sizes.min()
                    + " to " + sizes.max());
        }
        return result;
    }

    private double guidance() {
        double guidance = defaults.guidance().orElse(7.5);
        if (!(guidance >= 0 && guidance <= 30)) {
            throw fault("guidance", guidance, "a number from 0 to 30");
        }
        return guidance;
    }

    private int whole(String name, Optional<Integer> said, int otherwise, int min, int max) {
        int value = said.orElse(otherwise);
        if (value < min || value > max) {
            throw fault(name, value, "a whole number from " + min + " to " + max);
        }
        return value;
    }

    private BuildException fault(String name, Number value, String expected) {
        return new BuildException(index + ": /" + DEFAULTS + "/" + name + " is " + value + ", expected " + expected);
    }

    private static <T extends Record> T read(Path file, Class<T> type) throws IOException {
        try {
            return JSON.read(Files.exists(file) ? Files.readString(file) : "{}", type);
        } catch (JsonRecordException e) {
            throw new BuildException(file + ": " + e.getMessage(), e);
        }
    }
}
