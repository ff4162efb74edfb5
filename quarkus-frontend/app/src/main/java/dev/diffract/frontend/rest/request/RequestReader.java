package dev.diffract.frontend.rest.request;

import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.NoiseOptions;
import dev.diffract.frontend.core.request.PromptOptions;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.rest.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Bodies as plans: the form is checked here, the values in the core, and the faults of both are told together. */
@ApplicationScoped
public class RequestReader {

    private final GenerateImages generateImages;

    @Inject
    RequestReader(GenerateImages generateImages) {
        this.generateImages = generateImages;
    }

    /**
     * @param answer what the request asks for
     * @throws ProblemException if the body is no JSON object, any field is wrong, or there is no such model
     */
    public GenerationPlan read(byte[] body, Answer answer) {
        List<Fault> faults = new ArrayList<>();
        GenerationRequest request = request(body, faults);
        if (answer == Answer.WHOLE && request.previewEvery() != null && request.previewEvery() > 0) {
            faults.add(new Fault("/previews", "are events: they need the answer as text/event-stream (Accept)"));
        }
        try {
            GenerationPlan plan = generateImages.plan(request);
            if (faults.isEmpty()) {
                return plan;
            }
        } catch (InvalidRequestException invalid) {
            addOthers(faults, invalid.faults());
        } catch (GenerationException noSuchModel) {
            if (faults.isEmpty()) {
                throw ProblemException.noSuchModel(noSuchModel.getMessage());
            }
            addOthers(faults, List.of(new Fault("/model", noSuchModel.getMessage())));
        }
        throw ProblemException.invalid(faults);
    }

    private static GenerationRequest request(byte[] body, List<Fault> faults) {
        FieldReader fields = new FieldReader(JsonFields.read(body, faults), faults);
        GenerationRequest request = new GenerationRequest(
                fields.text("model"),
                fields.text("prompt"),
                fields.text("negative_prompt"),
                fields.whole("steps"),
                fields.number("guidance"),
                fields.whole("width"),
                fields.whole("height"),
                fields.whole("seed"),
                fields.text("sampler"),
                fields.whole("count"),
                fields.number("guidance_rescale"),
                ModeFields.source(fields),
                ModeFields.hires(fields),
                new PromptOptions(fields.text("prompt_syntax"), fields.text("emphasis"), fields.whole("clip_skip")),
                new NoiseOptions(fields.text("noise"), fields.whole("subseed"), fields.number("subseed_strength")),
                sampling(fields),
                fields.interval("previews"));
        fields.refuseOthers();
        return request;
    }

    private static SamplingOptions sampling(FieldReader fields) {
        return new SamplingOptions(
                fields.text("schedule_type"),
                fields.number("eta"),
                fields.text("timestep_spacing"),
                fields.text("final_sigma"),
                fields.flag("rescale_betas_zero_snr"));
    }

    /** A field that could not be read went on as absent; what the core says of its absence is no news. */
    private static void addOthers(List<Fault> faults, List<Fault> found) {
        Set<String> told = faults.stream().map(Fault::pointer).collect(Collectors.toSet());
        found.stream().filter(fault -> !told.contains(fault.pointer())).forEach(faults::add);
    }
}
