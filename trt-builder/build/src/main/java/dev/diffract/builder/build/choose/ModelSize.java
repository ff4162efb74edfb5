package dev.diffract.builder.build.choose;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.SourceParameters;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How large a model is.
 *
 * @param parameters weights of each component that is served
 * @param assumed whether these are not the model's own numbers
 */
public record ModelSize(Map<ModelRole, Long> parameters, boolean assumed) {

    private static final int HALF_BYTES = 2;

    public ModelSize {
        parameters = Collections.unmodifiableMap(new EnumMap<>(parameters));
    }

    /**
     * The size of a planned model, read from its folder.
     *
     * @throws BuildException if the folder is not there or holds no model
     */
    public static ModelSize of(ModelSpec model) {
        return new ModelSize(served(SourceParameters.count(model.source()), model.safetyChecker()), false);
    }

    /**
     * Stable Diffusion 1.5, for planning before the model is at hand. Counted on diffusers' and transformers' classes with that
     * checkpoint's configuration; the safety checker's size is that of its published weights.
     */
    public static ModelSize stableDiffusion15(SafetyChecker safetyChecker) {
        return new ModelSize(
                served(
                        Map.of(
                                ModelRole.TEXT_ENCODER, 123_060_480L,
                                ModelRole.UNET, 859_520_964L,
                                ModelRole.VAE_DECODER, 49_490_179L,
                                ModelRole.VAE_ENCODER, 34_163_592L,
                                ModelRole.SAFETY_CHECKER, 304_000_000L),
                        safetyChecker),
                true);
    }

    private static Map<ModelRole, Long> served(Map<ModelRole, Long> counted, SafetyChecker safetyChecker) {
        Map<ModelRole, Long> parameters = new EnumMap<>(counted);
        if (safetyChecker == SafetyChecker.LEFT_OUT) {
            parameters.remove(ModelRole.SAFETY_CHECKER);
        } else if (safetyChecker == SafetyChecker.REQUIRED && !parameters.containsKey(ModelRole.SAFETY_CHECKER)) {
            throw new BuildException("the plan asks for a safety checker, and the model's folder has none");
        }
        // The small graph that the builder makes itself.
        parameters.put(ModelRole.IMAGE_POST, 0L);
        return parameters;
    }

    public Set<ModelRole> roles() {
        return parameters.keySet();
    }

    public long parameters(ModelRole role) {
        return parameters.getOrDefault(role, 0L);
    }

    /** Weights of all engines in FP16. */
    public long weightBytes() {
        return HALF_BYTES
                * parameters.values().stream().mapToLong(Long::longValue).sum();
    }
}
