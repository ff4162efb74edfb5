package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What infotexts say of a sampler's options: by AUTOMATIC1111's keys where it has them. What was left open is not written.
 */
final class SamplingParameters {

    private static final String ETA = "Eta";
    private static final String ETA_OF_DDIM = "Eta DDIM";
    private static final String NOISE_SCHEDULE = "Noise Schedule";
    private static final String ZERO_SNR = "Zero Terminal SNR";
    private static final String DEFAULT = "Default";
    private static final String SPACING = "Timestep spacing";
    private static final String FINAL_SIGMA = "Final sigma";

    private SamplingParameters() {}

    static Map<String, String> of(Sampling sampling) {
        SamplerOptions options = sampling.options();
        Map<String, String> values = new LinkedHashMap<>();
        boolean ddim = sampling.sampler().infotextName().equals("DDIM");
        options.eta().ifPresent(eta -> values.put(ddim ? ETA_OF_DDIM : ETA, Infotext.plain(eta)));
        options.rescaleZeroSnr().ifPresent(rescaled -> values.put(NOISE_SCHEDULE, rescaled ? ZERO_SNR : DEFAULT));
        options.spacing().ifPresent(spacing -> values.put(SPACING, spacing.id()));
        options.finalSigma().ifPresent(end -> values.put(FINAL_SIGMA, end.id()));
        return values;
    }

    /**
     * The schedule is part of the sampler's name.
     *
     * @param grid of the program that wrote it, where it says nothing of one
     */
    static SamplingOptions read(InfotextParameters values, Optional<TimestepSpacing> grid) {
        String said = values.take(SPACING, id -> TimestepSpacing.find(id).map(TimestepSpacing::id));
        Double eta = values.number(ETA);
        return new SamplingOptions(
                null,
                eta == null ? values.number(ETA_OF_DDIM) : eta,
                said == null ? grid.map(TimestepSpacing::id).orElse(null) : said,
                values.take(FINAL_SIGMA, id -> FinalSigma.find(id).map(FinalSigma::id)),
                values.take(NOISE_SCHEDULE, name -> switch (name) {
                    case ZERO_SNR -> Optional.of(true);
                    case DEFAULT -> Optional.of(false);
                    default -> Optional.empty();
                }));
    }
}
