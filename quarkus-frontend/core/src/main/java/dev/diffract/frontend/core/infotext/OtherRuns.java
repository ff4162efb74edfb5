package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What AUTOMATIC1111's web UI draws otherwise than this program does by the same names: {@code docs/samplers.md} has what was
 * measured.
 */
final class OtherRuns {

    /** Another end of the run, or nothing that whole pictures were compared with. */
    private static final Set<String> SAMPLERS =
            Set.of("DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE", "UniPC", "LCM", "Restart");

    private OtherRuns() {}

    /** The parameter that says the sampler, if its runs differ. */
    static List<String> of(GenerationRequest request) {
        return Optional.ofNullable(request.sampling().sampler())
                .flatMap(Samplers::find)
                .map(SamplerFactory::infotextName)
                .filter(SAMPLERS::contains)
                .map(name -> "Sampler: " + name)
                .stream()
                .toList();
    }
}
