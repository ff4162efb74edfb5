package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The schedule, and the sampler's options that the request chose; the others are the model's and left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Sampling")
public record SamplingView(
        @JsonProperty("schedule_type") @Schema(examples = "karras")
        String scheduleType,

        Double eta,
        @JsonProperty("timestep_spacing") String timestepSpacing,
        @JsonProperty("final_sigma") String finalSigma,
        @JsonProperty("rescale_betas_zero_snr") Boolean rescaleZeroSnr,
        @JsonProperty("step_noise") String stepNoise,
        @JsonProperty("solver_order") Integer solverOrder,
        @JsonProperty("solver_type") String solverType) {

    static SamplingView of(Sampling sampling) {
        SamplerOptions options = sampling.options();
        return new SamplingView(
                sampling.sampler().schedule().id(),
                options.eta().isPresent() ? options.eta().getAsDouble() : null,
                options.spacing().map(TimestepSpacing::id).orElse(null),
                options.finalSigma().map(FinalSigma::id).orElse(null),
                options.rescaleZeroSnr().orElse(null),
                options.noise().map(NoiseOfSteps::id).orElse(null),
                options.solver().order().isPresent() ? options.solver().order().getAsInt() : null,
                options.solver().type().map(SolverType::id).orElse(null));
    }
}
