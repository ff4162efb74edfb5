package dev.diffract.builder.build.assemble;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import dev.diffract.repository.layout.JsonObjectFile;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.PipelineDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of a pipeline that stand in JSON files beside the graphs. What a file does not say is as the
 * family says.
 */
final class SourceSettings {

    private static final JsonRecords JSON = new JsonRecords();
    private static final List<String> SETTINGS = List.of("config.json", "model_index.json");
    private static final String DEFAULTS = "_diffract_defaults";
    private static final String DESCRIPTION = "_diffract_description";
    private static final String CLASS_NAME = "_class_name";

    /** Names of pipelines over the same graphs, in diffusers and in the programs that export and run them. */
    private static final String PIPELINES =
            "(Onnx|ORT|OV|Flax)?(StableDiffusion(Img2Img|Inpaint|InpaintLegacy)?|LatentConsistencyModel(Img2Img)?)(Pipeline)?";

    private static final int LARGEST_SIDE = 8192;

    /** Characters that the frontend takes of a prompt. */
    private static final int LONGEST_PROMPT = 10_000;

    private final Path index;
    private final SourceDefaults defaults;
    private final Optional<Map<String, String>> description;
    private final PipelineDefaults family;
    private final ModelFolder place;
    private final List<String> remarks = new ArrayList<>();

    private SourceSettings(Path folder, PipelineDefaults family) throws IOException {
        this.family = family;
        this.place = new ModelFolder(folder);
        this.index = folder.resolve("model_index.json");
        ModelIndex said = index();
        said.otherPipeline()
                .ifPresent(name -> remarks.add(index + ": " + CLASS_NAME + " is " + name
                        + ", and the graphs are those of StableDiffusionPipeline, as which they are served"));
        this.defaults = said.defaults().orElseGet(() -> JSON.read("{}", SourceDefaults.class));
        this.description = said.description();
    }

    /** A file of the checkpoint's authors, who write what else they like. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record ModelIndex(
            @JsonProperty(DEFAULTS) Optional<SourceDefaults> defaults,
            @JsonProperty(DESCRIPTION) Optional<Map<String, String>> description,
            @JsonProperty(CLASS_NAME) Optional<JsonNode> className) {

        static final ModelIndex NONE = new ModelIndex(Optional.empty(), Optional.empty(), Optional.empty());

        /** Another pipeline than one that draws with these graphs alone. */
        Optional<String> otherPipeline() {
            return className.map(JsonNode::textValue).filter(name -> !name.matches(PIPELINES));
        }
    }

    /**
     * @param family what holds where no file says otherwise
     * @throws BuildException if {@code model_index.json} is there and no JSON object, or {@code _diffract_defaults} in it has
     *     a key that is not known, or a value of another kind
     */
    static SourceSettings read(Path folder, PipelineDefaults family) throws IOException {
        return new SourceSettings(folder, family);
    }

    /** What the model can draw, said to people: a text by language tag ({@code _diffract_description}). */
    Optional<Map<String, String>> description() {
        return description;
    }

    /** Digest of the files that settings are read from, but for those that belong to the checkpoint. */
    static String digest(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        ModelFolder place = new ModelFolder(folder);
        for (String name : SETTINGS) {
            for (Path file : place.named(name)) {
                place.require(file);
                text.append(folder.relativize(file))
                        .append(' ')
                        .append(Sha256.of(file))
                        .append('\n');
            }
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Pixels per side that can be drawn.
     *
     * @param fixed the only side the graphs can draw, if their shapes are fixed
     * @param halvings how often the UNet halves a side of its latents: what no file says follows from that
     */
    SizeRule sizes(Optional<Integer> fixed, int halvings) {
        int vaeScale = family.vaeScale();
        if (fixed.isPresent()) {
            return new SizeRule(fixed.get(), fixed.get(), fixed.get()).because(SizeReason.GRAPHS);
        }
        SizeRule rule = new SizeRule(
                whole("size_multiple", defaults.sizeMultiple(), vaeScale << halvings, vaeScale, LARGEST_SIDE),
                whole("min_size", defaults.minSize(), 64, vaeScale, LARGEST_SIDE),
                whole("max_size", defaults.maxSize(), 1024, vaeScale, LARGEST_SIDE));
        if (rule.multiple() % vaeScale != 0) {
            throw fault("size_multiple", rule.multiple(), "a multiple of " + vaeScale);
        }
        if (rule.max() < rule.min()) {
            throw fault("max_size", rule.max(), "at least min_size, which is " + rule.min());
        }
        boolean ofTheGraphs = rule.multiple() == vaeScale << halvings;
        return ofTheGraphs
                ? rule.halving(Integer.numberOfTrailingZeros(rule.multiple()))
                : rule.because(SizeReason.AUTHORS);
    }

    /**
     * @param unet folder of the UNet's graph, whose configuration may say which side it was trained for
     */
    Defaults defaults(SizeRule sizes, Path unet) throws IOException {
        int vaeScale = family.vaeScale();
        int trained = trainedSide(unet.resolve("config.json")).orElse(family.side() / vaeScale) * vaeScale;
        int side = sizes.allows(trained) ? trained : sizes.max();
        Defaults result = new Defaults(
                whole("width", defaults.width(), side, 1, LARGEST_SIDE),
                whole("height", defaults.height(), side, 1, LARGEST_SIDE),
                whole("steps", defaults.steps(), 30, 1, 150),
                guidance(),
                defaults.sampler(),
                negativePrompt());
        if (!sizes.allows(result.width()) || !sizes.allows(result.height())) {
            throw new BuildException(index + ": the default size " + result.width() + "x" + result.height()
                    + " is not one the model can draw: multiples of " + sizes.multiple() + " from " + sizes.min()
                    + " to " + sizes.max());
        }
        return result;
    }

    /** Sentences about what no file says, after everything was asked for. */
    List<String> remarks() {
        List<String> assumed = new ArrayList<>(remarks);
        if (defaults.steps().isEmpty() || defaults.guidance().isEmpty()) {
            assumed.add(
                    "requests that say none get 30 steps and guidance 7.5, where _diffract_defaults in model_index.json"
                            + " does not say otherwise");
        }
        return assumed;
    }

    /** In latent pixels; diffusers writes one side, or height and width. */
    private Optional<Integer> trainedSide(Path config) throws IOException {
        place.require(config);
        JsonNode size = Files.exists(config) ? json(config).root().path("sample_size") : MissingNode.getInstance();
        if (size.isMissingNode() || size.isNull()) {
            remarks.add("no config.json of the UNet says sample_size: it is taken as trained for " + family.side() + "x"
                    + family.side() + " pixels, as Stable Diffusion 1.5");
            return Optional.empty();
        }
        boolean square = size.size() == 2 && size.path(0).equals(size.path(1));
        if (size.isArray() && !square) {
            remarks.add(config + ": sample_size is " + size + ", and no square: pictures are " + family.side() + "x"
                    + family.side() + " pixels where a request does not say otherwise");
            return Optional.empty();
        }
        JsonNode side = size.isArray() ? size.path(0) : size;
        if (!side.isNumber() || !(side.asDouble() >= 1 && side.asDouble() <= LARGEST_SIDE)) {
            throw new BuildException(
                    config + ": /sample_size is " + size + ", expected a number from 1 to " + LARGEST_SIDE);
        }
        return Optional.of(side.asInt());
    }

    private double guidance() {
        double guidance = defaults.guidance().orElse(7.5);
        if (!(guidance >= 0 && guidance <= 30)) {
            throw fault("guidance", guidance, "a number from 0 to 30");
        }
        return guidance;
    }

    private Optional<String> negativePrompt() {
        int length = defaults.negativePrompt()
                .map(text -> text.codePointCount(0, text.length()))
                .orElse(0);
        if (length > LONGEST_PROMPT) {
            throw new BuildException(index + ": /" + DEFAULTS + "/negative_prompt has " + length
                    + " characters, expected " + LONGEST_PROMPT + " at most");
        }
        return defaults.negativePrompt();
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

    private ModelIndex index() throws IOException {
        place.require(index);
        try {
            return Files.exists(index) ? JSON.read((ObjectNode) json(index).root(), ModelIndex.class) : ModelIndex.NONE;
        } catch (JsonRecordException e) {
            throw new BuildException(index + ": " + e.getMessage(), e);
        }
    }

    private static JsonObjectFile json(Path file) throws IOException {
        try {
            return JsonObjectFile.read(file, "the checkpoint's settings");
        } catch (RepositoryFileException e) {
            throw new BuildException(e.getMessage(), e);
        }
    }
}
