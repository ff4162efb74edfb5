package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SolverOptions;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What infotexts say of a sampler's options: by AUTOMATIC1111's keys where it has them. What was left open is not written.
 */
final class SamplingParameters {

    private static final String ETA = "Eta";
    private static final String ETA_OF_DDIM = "Eta DDIM";
    static final String NOISE_SCHEDULE = "Noise Schedule";
    static final String ZERO_SNR = "Zero Terminal SNR";
    private static final String DEFAULT = "Default";
    private static final String SPACING = "Timestep spacing";
    private static final String FINAL_SIGMA = "Final sigma";
    private static final String STEP_NOISE = "Step noise";
    private static final String UNIPC_ORDER = "UniPC order";
    private static final String UNIPC_VARIANT = "UniPC variant";

    private SamplingParameters() {}

    static Map<String, String> of(Sampling sampling) {
        SamplerOptions options = sampling.options();
        Map<String, String> values = new LinkedHashMap<>();
        String etaKey = ofDdim(sampling.sampler()) ? ETA_OF_DDIM : ETA;
        options.eta().ifPresent(eta -> values.put(etaKey, Infotext.plain(eta)));
        options.rescaleZeroSnr().ifPresent(rescaled -> values.put(NOISE_SCHEDULE, rescaled ? ZERO_SNR : DEFAULT));
        options.spacing().ifPresent(spacing -> values.put(SPACING, spacing.id()));
        options.finalSigma().ifPresent(end -> values.put(FINAL_SIGMA, end.id()));
        options.noise().ifPresent(noise -> values.put(STEP_NOISE, noise.id()));
        options.solver().order().ifPresent(order -> values.put(UNIPC_ORDER, String.valueOf(order)));
        options.solver().type().ifPresent(type -> values.put(UNIPC_VARIANT, type.id()));
        return values;
    }

    /**
     * The schedule is part of the sampler's name.
     *
     * @param sampler what another program leaves out of one is as in AUTOMATIC1111
     */
    static SamplingOptions read(InfotextParameters values, Optional<SamplerFactory> sampler) {
        Optional<SamplerFactory> foreign = sampler.filter(known -> !WrittenSampler.ours(values));
        Optional<TimestepSpacing> grid = sampler.flatMap(known -> grid(values, known));
        String said = values.take(SPACING, id -> TimestepSpacing.find(id).map(TimestepSpacing::id));
        String noise = values.take(STEP_NOISE, id -> NoiseOfSteps.find(id).map(NoiseOfSteps::id));
        Optional<NoiseOfSteps> tree =
                foreign.filter(SamplerFactory::takesStepNoise).map(known -> NoiseOfSteps.BROWNIAN_TREE);
        return new SamplingOptions(
                null,
                values.number(sampler.filter(SamplingParameters::ofDdim).isPresent() ? ETA_OF_DDIM : ETA),
                said == null ? grid.map(TimestepSpacing::id).orElse(null) : said,
                values.take(FINAL_SIGMA, id -> FinalSigma.find(id).map(FinalSigma::id)),
                values.take(NOISE_SCHEDULE, name -> switch (name) {
                    case ZERO_SNR -> Optional.of(true);
                    case DEFAULT -> Optional.of(false);
                    default -> Optional.empty();
                }),
                noise == null ? tree.map(NoiseOfSteps::id).orElse(null) : noise,
                solver(values, foreign.filter(SamplerFactory::takesSolver).isPresent()));
    }

    /** What timesteps are spread on, if that is said, or another program wrote the infotext. */
    static Optional<TimestepSpacing> grid(InfotextParameters values, SamplerFactory sampler) {
        return values.look(SPACING)
                .flatMap(TimestepSpacing::find)
                .or(() -> Optional.of(TimestepSpacing.ORIGINAL)
                        .filter(original -> !WrittenSampler.ours(values) && sampler.takesOriginalSpacing()));
    }

    /** AUTOMATIC1111 has an η of its own for DDIM. */
    private static boolean ofDdim(SamplerFactory sampler) {
        return sampler.infotextName().startsWith("DDIM");
    }

    /** AUTOMATIC1111 writes what is not as it comes, which is order 3 and bh1. */
    private static SolverOptions solver(InfotextParameters values, boolean foreign) {
        Long order = values.whole(UNIPC_ORDER);
        String type = values.take(UNIPC_VARIANT, id -> SolverType.find(id).map(SolverType::id));
        return foreign
                ? new SolverOptions(
                        Objects.requireNonNullElse(order, 3L), Objects.requireNonNullElse(type, SolverType.BH1.id()))
                : new SolverOptions(order, type);
    }
}
