package dev.diffract.repository.layout;

import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TextEncoderTensors;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a written repository holds and where it came from ({@code manifest.json}).
 *
 * @param model the checkpoint's name, as users say it in requests
 * @param checkpoint {@code sha256:...} over the source components; every served model carries it as the
 *     {@value #CHECKPOINT_PARAMETER} parameter of its configuration, so that a frontend can tell whether a server serves
 *     what this manifest describes
 * @param runtime {@code onnx} or {@code tensorrt}
 * @param builder name and version of the program that wrote the repository
 * @param pipeline the numbers the denoising loop needs
 * @param defaults what a request that leaves fields out gets
 * @param description what the model can draw, said to people: a text by language tag (BCP 47); empty if its authors say nothing
 * @param models the served models, each role at most once
 * @param inputs digest over everything the repository was made from, options and program included: what is made from the same is not made again
 * @param target the slice its engines are for; empty for {@code onnx}
 * @param files every other file of the repository by its path relative to the root, '/' as separator; the manifest
 *     itself is not listed
 */
public record Manifest(
        String model,
        String checkpoint,
        String runtime,
        String builder,
        Pipeline pipeline,
        Defaults defaults,
        Optional<Map<String, String>> description,
        List<ServedModel> models,
        Optional<String> inputs,
        Optional<EngineTarget> target,
        Map<String, FileDigest> files) {

    /**
     * Version of the manifest's own format: one more with every field that came since the last release, since readers refuse
     * what they do not know, and are to say why.
     */
    public static final int SCHEMA = 3;

    /** Key of the {@code config.pbtxt} parameter that holds {@link #checkpoint()}. */
    public static final String CHECKPOINT_PARAMETER = "diffract_checkpoint";

    /**
     * Key of the {@code config.pbtxt} parameter that tells engines of one checkpoint apart, which every model has that is
     * computed by one. Servers of the same value give the same answers.
     */
    public static final String ENGINE_PARAMETER = "diffract_engine";

    /**
     * Key of the {@code config.pbtxt} parameter that holds the digest of the files that compute a model, {@code sha256:...}; ensembles have none.
     */
    public static final String FILE_PARAMETER = "diffract_file";

    /** Key of the {@code config.pbtxt} parameter that tells what calls took when the engine was built; see {@link MeasuredCalls}. */
    public static final String MEASURED_PARAMETER = "diffract_measured";

    /** Key of the {@code config.pbtxt} parameter that tells what an engine takes of its slice's memory; see {@link EngineMemory}. */
    public static final String MEMORY_PARAMETER = "diffract_memory";

    /** Key of the {@code config.pbtxt} parameter in which ONNX Runtime's backend is told how many threads share an operator; 0 for as many as cores. */
    public static final String THREADS_PARAMETER = "intra_op_thread_count";

    /** Key of the parameter in which a server may tell the version of the ONNX Runtime that computes a model; it stands in no file. */
    public static final String ONNX_RUNTIME_PARAMETER = "onnxruntime_version";

    /** The {@link #runtime} of graphs on ONNX Runtime. */
    public static final String ONNX = "onnx";

    /** The {@link #runtime} of TensorRT engines. */
    public static final String TENSORRT = "tensorrt";

    public Manifest {
        // In the order of the alphabet: the same model gives the same bytes, whichever JVM writes them.
        description = description.map(languages -> Collections.unmodifiableMap(new TreeMap<>(languages)));
        models = List.copyOf(models);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** The served model of a role, if the repository has one. */
    public Optional<ServedModel> find(ModelRole role) {
        return models.stream().filter(served -> served.role() == role).findFirst();
    }

    /**
     * The served model of a role the pipeline cannot do without.
     *
     * @throws ManifestException if the repository has none
     */
    public ServedModel require(ModelRole role) {
        return find(role).orElseThrow(() -> new ManifestException("the manifest lists no model of role " + role.id()));
    }

    /** Whether every served model's name says the checkpoint, so that every answer proves it; see {@link ServedName}. */
    public boolean provesCheckpoint() {
        return models.stream().allMatch(served -> ServedName.proves(served.name(), checkpoint));
    }

    /**
     * @param family what the models take and give
     * @param latentChannels channels of a latent
     * @param vaeScale pixels per latent in each direction
     * @param scalingFactor the encoder's mean times this is a latent; a latent divided by it goes into the decoder
     * @param textLength tokens of one chunk, start and end included
     * @param textWidth numbers of a text state
     * @param sizes the pictures the models can draw
     * @param clipSkips how many clip skips the text encoder serves, counted from 1; see {@link #textStates}
     * @param previews how a latent becomes a small picture without the VAE; empty if the builder found no such way
     */
    public record Pipeline(
            ModelFamily family,
            int latentChannels,
            int vaeScale,
            double scalingFactor,
            int textLength,
            int textWidth,
            SizeRule sizes,
            int clipSkips,
            Optional<PreviewFactors> previews) {

        /**
         * @throws IllegalArgumentException if a number is out of its range, or the previews are of other latents
         */
        public Pipeline {
            new PipelineNumbers(textLength, textWidth, clipSkips, latentChannels, vaeScale, scalingFactor);
            previews.ifPresent(factors -> {
                if (factors.latentChannels() != latentChannels) {
                    throw new IllegalArgumentException("the previews have factors in rows of "
                            + factors.latentChannels() + ", expected one per latent channel, which are "
                            + latentChannels);
                }
            });
        }

        /** What gives tensors their sizes. */
        public PipelineNumbers numbers() {
            return new PipelineNumbers(textLength, textWidth, clipSkips, latentChannels, vaeScale, scalingFactor);
        }

        /** The same for models that draw other sizes. */
        public Pipeline withSizes(SizeRule otherSizes) {
            return new Pipeline(
                    family,
                    latentChannels,
                    vaeScale,
                    scalingFactor,
                    textLength,
                    textWidth,
                    otherSizes,
                    clipSkips,
                    previews);
        }

        /** The same with other previews. */
        public Pipeline withPreviews(Optional<PreviewFactors> otherPreviews) {
            return new Pipeline(
                    family,
                    latentChannels,
                    vaeScale,
                    scalingFactor,
                    textLength,
                    textWidth,
                    sizes,
                    clipSkips,
                    otherPreviews);
        }

        /**
         * The text encoder's output for a clip skip, as {@link TextEncoderTensors#states} counts them.
         *
         * @param clipSkip 1, the last layer, to {@link #clipSkips}
         * @throws IllegalArgumentException if the encoder does not serve it
         */
        public String textStates(int clipSkip) {
            if (clipSkip < 1 || clipSkip > clipSkips) {
                throw new IllegalArgumentException(
                        "clip skip is " + clipSkip + ", the text encoder serves 1 to " + clipSkips);
            }
            return family.textEncoder().states(clipSkip).name();
        }
    }

    /** Width and height in pixels. */
    public record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    /**
     * @param width pixels
     * @param height pixels
     * @param steps denoising steps
     * @param guidance classifier-free guidance scale
     * @param sampler a sampler's name, or empty for the one of the scheduler's configuration
     * @param negativePrompt what is not to be drawn; empty for nothing
     */
    public record Defaults(
            int width,
            int height,
            int steps,
            double guidance,
            Optional<String> sampler,
            Optional<String> negativePrompt) {}

    /**
     * @param role what it is for
     * @param name its name on the server, a {@link ServedName} but for earlier builders: the directory under {@code models/}
     * @param source digest of the graph and weights it was made from; empty for what the builder generated itself
     * @param changes what the builder changed, a sentence each
     * @param check comparison with the source on the same inputs; empty for generated models
     * @param engine how its engine was built; empty for graphs and for the ensemble
     */
    public record ServedModel(
            ModelRole role,
            String name,
            Optional<String> source,
            List<String> changes,
            Optional<NumericCheck> check,
            Optional<EngineRecord> engine) {
        public ServedModel {
            changes = List.copyOf(changes);
        }

        /** A graph, or the ensemble. */
        public ServedModel(
                ModelRole role,
                String name,
                Optional<String> source,
                List<String> changes,
                Optional<NumericCheck> check) {
            this(role, name, source, changes, check, Optional.empty());
        }
    }

    /**
     * Converted against original.
     *
     * @param maxError largest absolute difference
     * @param meanError mean absolute difference
     * @param bound the largest absolute difference that was allowed
     * @param largest the largest absolute value of the original, which errors are relative to
     */
    public record NumericCheck(double maxError, double meanError, double bound, double largest) {}

    /**
     * @param sha256 lower-case hexadecimal, without prefix
     * @param size bytes
     */
    public record FileDigest(String sha256, long size) {

        /**
         * One digest of several files, {@code sha256:...}.
         *
         * @param files by name
         */
        public static String ofAll(SortedMap<String, FileDigest> files) {
            StringBuilder lines = new StringBuilder();
            files.forEach((name, file) ->
                    lines.append(file.sha256()).append("  ").append(name).append('\n'));
            return "sha256:" + Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
