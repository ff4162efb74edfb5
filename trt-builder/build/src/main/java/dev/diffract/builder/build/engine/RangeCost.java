package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What it costs to draw a range of picture sizes and not single ones. */
public final class RangeCost {

    private static final double GIB = 1L << 30;

    private RangeCost() {}

    /**
     * A sentence on it; empty without a range.
     *
     * @param roles of the models that are served
     */
    public static Optional<String> of(Resolutions resolutions, Collection<ModelRole> roles) {
        return resolutions
                .range()
                .flatMap(range -> SizeProfile.middle(range, resolutions.tuned())
                        .map(tuned -> String.format(
                                Locale.ROOT,
                                "the %d sizes from %s share one shape profile, tuned for %s: its execution contexts take %.2f GiB by"
                                        + " estimate (%s, a step with guidance), and sizes that have no shape profile of their own are"
                                        + " drawn slower",
                                range.count(),
                                range,
                                tuned,
                                bytes(range, roles) / GIB,
                                range.to())));
    }

    private static double bytes(ResolutionRange range, Collection<ModelRole> roles) {
        return roles.stream()
                .filter(role -> role != ModelRole.TEXT_ENCODER && role != ModelRole.SAFETY_CHECKER)
                .mapToDouble(role -> MemoryEstimate.activationBytes(
                        role,
                        range.to(),
                        role == ModelRole.UNET ? EngineOptions.SMALLEST_AUTOMATIC_BATCH : 1,
                        MemoryEstimate.Attention.PLAIN))
                .sum();
    }
}
