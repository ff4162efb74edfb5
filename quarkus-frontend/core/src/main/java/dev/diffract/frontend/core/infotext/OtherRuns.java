package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.PromptRequest;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.frontend.core.text.PromptSyntax;
import dev.diffract.frontend.core.text.Unhonoured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What AUTOMATIC1111's web UI draws otherwise than this program does by the same names: {@code docs/samplers.md} has what was
 * measured.
 */
final class OtherRuns {

    /**
     * Samplers that, from the σ of 4519 that a rescaled noise schedule begins with, make last bits visible: of the σ that an ancestral step goes
     * down to, of a path of noise, of the length of a step, of several estimates that are extrapolated from.
     */
    private static final Set<String> MAGNIFYING =
            Set.of("DPM adaptive", "DPM2 a", "DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE", "LMS");

    /** Outputs with and without the prompt are mixed at any scale there; here, as in diffusers, only above this one. */
    private static final double UNGUIDED = 1;

    private OtherRuns() {}

    /**
     * The parameters whose runs differ.
     *
     * @param others parameters that the request does not hold
     */
    static List<String> of(GenerationRequest request, Map<String, String> others) {
        List<String> differing = new ArrayList<>(ofPrompts(request.prompt()));
        Optional<SamplerFactory> sampler =
                Optional.ofNullable(request.sampling().sampler()).flatMap(Samplers::find);
        boolean halfway = sampler.filter(known -> known.infotextName().equals("LCM"))
                .filter(known -> HalfwaySteps.any(request, known.schedule()))
                .isPresent();
        if (halfway) {
            differing.add("Sampler: LCM");
        }
        boolean always = sampler.filter(SamplerFactory::alwaysGuided).isPresent();
        Double guidance = request.sampling().guidance();
        if (guidance != null && guidance < UNGUIDED && !always) {
            differing.add("CFG scale: " + Infotext.plain(guidance));
        }
        boolean magnifying = sampler.map(SamplerFactory::infotextName)
                .filter(MAGNIFYING::contains)
                .isPresent();
        if (magnifying && Boolean.TRUE.equals(request.sampling().options().rescaleZeroSnr())) {
            differing.add(SamplingParameters.NOISE_SCHEDULE + ": " + SamplingParameters.ZERO_SNR);
        }
        boolean beginsAlike = sampler.filter(SamplerFactory::beginsOriginally).isPresent();
        HiresRequest hires = request.hires();
        Double strength = hires == null ? request.source().strength() : hires.strength();
        if (strength != null && (encodes(hires, others) || !beginsAlike)) {
            differing.add("Denoising strength: " + Infotext.plain(strength));
        }
        return differing;
    }

    /** Networks that a prompt switches on, and prompts that are drawn beside each other. */
    private static List<String> ofPrompts(PromptRequest prompts) {
        PromptSyntax syntax = Optional.ofNullable(prompts.syntax())
                .flatMap(PromptSyntax::find)
                .orElse(PromptSyntax.A1111);
        List<String> differing = new ArrayList<>();
        Unhonoured.in(Objects.requireNonNullElse(prompts.text(), ""), syntax)
                .forEach(part -> differing.add(Keys.PROMPT + ": " + part));
        Unhonoured.in(Objects.requireNonNullElse(prompts.negative(), ""), syntax)
                .forEach(part -> differing.add(Keys.NEGATIVE_PROMPT + ": " + part));
        return differing;
    }

    /**
     * Whether an encoded picture is drawn over. What its encoder leaves to chance is drawn there from no seed, so that no such
     * picture comes back to the bit, and the mean is taken here. Enlarged latents are not encoded: all such upscalers are called
     * "Latent" there, with a word in brackets, and so is the one that is not written.
     */
    private static boolean encodes(@Nullable HiresRequest hires, Map<String, String> others) {
        if (hires == null) {
            return true;
        }
        String upscaler = Optional.ofNullable(hires.upscaler())
                .flatMap(Upscaler::find)
                .map(Upscaler::label)
                .orElse(others.getOrDefault(HiresParameters.UPSCALER, Upscaler.LATENT.label()));
        return !upscaler.startsWith(Upscaler.LATENT.label());
    }
}
