package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SolverOptions;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.intake.Visit;
import java.util.List;

/** Bodies as requests: what each field says, if its form is right. */
final class BodyReader {

    private BodyReader() {}

    /**
     * @param visit takes what it takes to read it
     * @param errors gets what is wrong with the form; such fields read as absent
     * @param names gets by which of their names fields were sent
     * @param answer what is asked for, which says what files pictures come in where no field does
     * @throws ProblemException if the body is no JSON object
     */
    static GenerationRequest read(byte[] body, Visit visit, List<FieldError> errors, SentNames names, Answer answer) {
        return read(new FieldReader(new JsonFields(body, visit, errors).read(), visit, errors, names), answer);
    }

    static GenerationRequest read(FieldReader fields, Answer answer) {
        String format = fields.text(Field.FORMAT);
        String accepted = answer.format().map(FileFormat::id).orElse(null);
        GenerationRequest request = GenerationRequest.builder()
                .model(fields.text(Field.MODEL))
                .prompt(fields.text(Field.PROMPT))
                .negativePrompt(fields.text(Field.NEGATIVE_PROMPT))
                .steps(fields.whole(Field.STEPS))
                .guidance(fields.number(Field.GUIDANCE))
                .size(fields.whole(Field.WIDTH), fields.whole(Field.HEIGHT))
                .sampler(fields.text(Field.SAMPLER))
                .count(fields.whole(Field.COUNT))
                .guidanceRescale(fields.number(Field.GUIDANCE_RESCALE))
                .source(ModeFields.source(fields))
                .hires(ModeFields.hires(fields))
                .reading(fields.text(Field.PROMPT_SYNTAX), fields.text(Field.EMPHASIS), fields.whole(Field.CLIP_SKIP))
                .padConds(fields.flag(Field.PAD_CONDS))
                .noise(noise(fields))
                .options(options(fields))
                .reproducible(fields.text(Field.REPRODUCIBLE))
                .wanted(fields.text(Field.PRIORITY), fields.whole(Field.DEADLINE))
                .file(format == null ? accepted : format, fields.whole(Field.QUALITY))
                .previews(fields.interval(Field.PREVIEWS))
                .build();
        fields.refuseOthers();
        return request;
    }

    private static NoiseRequest noise(FieldReader fields) {
        return new NoiseRequest(
                fields.text(Field.NOISE),
                fields.whole(Field.SEED),
                fields.whole(Field.SUBSEED),
                fields.number(Field.SUBSEED_STRENGTH));
    }

    private static SamplingOptions options(FieldReader fields) {
        return new SamplingOptions(
                fields.text(Field.SCHEDULE_TYPE),
                fields.number(Field.ETA),
                fields.text(Field.TIMESTEP_SPACING),
                fields.text(Field.FINAL_SIGMA),
                fields.flag(Field.RESCALE_ZERO_SNR),
                fields.text(Field.STEP_NOISE),
                new SolverOptions(fields.whole(Field.SOLVER_ORDER), fields.text(Field.SOLVER_TYPE)));
    }
}
