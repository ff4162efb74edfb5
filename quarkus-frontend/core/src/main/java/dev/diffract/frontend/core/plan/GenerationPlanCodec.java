package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.codec.Envelope;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A {@link GenerationPlan} as bytes, and back, on any machine that has the same checkpoint. What the pictures depend on is
 * in the bytes: seeds that were drawn, tokens and weights of the prompts, pictures and masks to start from. Of the checkpoint
 * there is the name and the digest, and of the sampler its names. The text of the prompts is in the bytes, too.
 */
public final class GenerationPlanCodec {

    /** One more with every change of the bytes or of what they mean: an older one is refused, since it would be misread. */
    private static final Envelope ENVELOPE = new Envelope("DfPl", 8, "a written plan");

    private GenerationPlanCodec() {}

    public static byte[] encode(GenerationPlan plan) {
        ByteWriter to = new ByteWriter();
        to.text(plan.model().name()).text(plan.model().digest());
        CanvasCodec.write(plan.canvas(), to);
        write(plan.drawing(), to);
        PromptsCodec.write(plan.prompts(), to);
        Noise noise = plan.noise();
        to.choice(noise.source()).big(noise.seed()).big(noise.subseed()).real(noise.subseedStrength());
        to.whole(plan.count());
        write(plan.handling(), to);
        return ENVELOPE.seal(to);
    }

    /**
     * @param catalog has the checkpoint
     * @throws IllegalArgumentException if {@link #encode} did not make these bytes, or this machine has no such checkpoint or
     *     sampler; the message is a sentence and says nothing of the prompts
     */
    public static GenerationPlan decode(byte[] encoded, ModelCatalog catalog) {
        return ENVELOPE.open(encoded, from -> plan(from, catalog));
    }

    private static GenerationPlan plan(ByteReader from, ModelCatalog catalog) {
        Checkpoint model = checkpoint(from.text(), from.text(), catalog);
        Canvas canvas = CanvasCodec.read(from);
        Drawing drawing = drawing(from);
        int passes = canvas.hires().isPresent() ? 2 : 1;
        return new GenerationPlan(
                model,
                PromptsCodec.read(from, passes, drawing.guided()),
                canvas,
                drawing,
                new Noise(from.choice(NoiseSource.values()), from.big(), from.big(), from.real()),
                from.whole(1, Integer.MAX_VALUE),
                handling(from));
    }

    private static void write(Handling handling, ByteWriter to) {
        to.whole(handling.previewEvery()).choice(handling.serviceClass());
        to.optional(handling.within().map(Duration::toMillis), to::big);
        to.choice(handling.form().format()).whole(handling.form().quality());
        to.flag(handling.certain());
    }

    private static Handling handling(ByteReader from) {
        return new Handling(
                from.whole(0, Integer.MAX_VALUE),
                from.choice(ServiceClass.values()),
                from.optional(from::big).map(Duration::ofMillis),
                new FileForm(from.choice(FileFormat.values()), from.whole(1, FileForm.BEST)),
                from.flag());
    }

    private static Checkpoint checkpoint(String name, String digest, ModelCatalog catalog) {
        return catalog.find(name, digest).map(ModelDefinition::checkpoint).orElseThrow(() -> {
            String here = catalog.find(name)
                    .map(model ->
                            "the one that is here is " + model.checkpoint().digest())
                    .orElse("");
            return new IllegalArgumentException(
                    here.isEmpty()
                            ? "the plan is for the model '" + name + "', which is not here"
                            : "the plan is for the checkpoint " + digest + " of the model '" + name + "'; " + here);
        });
    }

    private static void write(Drawing drawing, ByteWriter to) {
        Sampling sampling = drawing.sampling();
        to.text(sampling.name()).choice(sampling.schedule());
        OptionalDouble eta = sampling.options().eta();
        to.optional(eta.isPresent() ? Optional.of(eta.getAsDouble()) : Optional.<Double>empty(), to::real);
        to.optional(sampling.options().spacing(), to::choice);
        to.optional(sampling.options().finalSigma(), to::choice);
        to.optional(sampling.options().rescaleZeroSnr(), to::flag);
        to.optional(sampling.options().noise(), to::choice);
        SolverChoice solver = sampling.options().solver();
        to.whole(solver.order().orElse(0));
        to.optional(solver.type(), to::choice);
        to.whole(drawing.steps()).real(drawing.guidance()).real(drawing.guidanceRescale());
        to.flag(drawing.reproducible().exact()).optional(drawing.reproducible().engines(), to::text);
    }

    private static Drawing drawing(ByteReader from) {
        return new Drawing(
                sampling(from), from.whole(1, Integer.MAX_VALUE), from.real(), from.real(), reproducibility(from));
    }

    private static Reproducibility reproducibility(ByteReader from) {
        return new Reproducibility(from.flag(), from.optional(from::text));
    }

    private static SolverChoice solver(ByteReader from) {
        int order = from.whole(0, SolverChoice.LARGEST_ORDER);
        return new SolverChoice(
                order == 0 ? OptionalInt.empty() : OptionalInt.of(order),
                from.optional(() -> from.choice(SolverType.values())));
    }

    private static Sampling sampling(ByteReader from) {
        String name = from.text();
        SigmaSchedule schedule = from.choice(SigmaSchedule.values());
        Optional<Double> eta = from.optional(from::real);
        SamplerOptions options = new SamplerOptions(
                eta.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                from.optional(() -> from.choice(TimestepSpacing.values())),
                from.optional(() -> from.choice(FinalSigma.values())),
                from.optional(from::flag),
                from.optional(() -> from.choice(NoiseOfSteps.values())),
                solver(from));
        return new Sampling(name, schedule, options);
    }
}
