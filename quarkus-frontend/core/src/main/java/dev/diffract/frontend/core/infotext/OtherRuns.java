package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What AUTOMATIC1111's web UI draws otherwise than this program does by the same names: {@code docs/samplers.md} has what was
 * measured.
 */
final class OtherRuns {

    /** With so many steps more than one, several lie halfway between two timesteps of the distillation. */
    private static final int HALFWAY = 14;

    private OtherRuns() {}

    /** The parameters whose runs differ. */
    static List<String> of(GenerationRequest request) {
        List<String> differing = new ArrayList<>();
        Optional<SamplerFactory> sampler =
                Optional.ofNullable(request.sampling().sampler()).flatMap(Samplers::find);
        boolean distilled =
                sampler.filter(known -> known.infotextName().equals("LCM")).isPresent();
        if (distilled && liesBetween(request.sampling().steps())) {
            differing.add("Sampler: LCM");
        }
        boolean beginsAlike = sampler.filter(SamplerFactory::beginsOriginally).isPresent();
        Double strength = request.source().strength();
        if (strength != null && !(beginsAlike && request.source().mask().equals(MaskRequest.NONE))) {
            differing.add("Denoising strength: " + Infotext.plain(strength));
        }
        return differing;
    }

    private static boolean liesBetween(@Nullable Long steps) {
        return steps != null && steps > 1 && (steps - 1) % HALFWAY == 0;
    }
}
