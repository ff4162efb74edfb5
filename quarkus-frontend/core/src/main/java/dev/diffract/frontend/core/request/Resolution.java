package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Canvas;
import dev.diffract.frontend.core.plan.Drawing;
import dev.diffract.frontend.core.plan.FileForm;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Handling;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.Reproducibility;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.plan.ServiceClass;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.repository.layout.Manifest.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One request on its way to a plan: every group of fields by a resolver of its own, all with the same faults. */
final class Resolution {

    private final ModelDefinition model;
    private final GenerationRequest request;
    private final GenerationLimits limits;
    private final Faults faults = new Faults();
    private final PromptResolver prompts;
    private final long steps;
    private final double guidance;
    private final SourceResolver source;
    private final Size size;
    private final Noise noise;
    private final SamplingResolver samplers;
    private final Optional<Sampling> sampling;
    private final long count;
    private final double guidanceRescale;
    private final Optional<Hires> hires;
    private final Handling handling;
    private final Reproducibility reproducible;

    Resolution(ModelDefinition model, GenerationRequest request, GenerationLimits limits, LongSupplier randomSeeds) {
        SamplingRequest run = request.sampling();
        OutputRequest output = request.output();
        int maxSteps = Math.min(limits.maxSteps(), model.scheduler().trainTimesteps() - 1);
        this.model = model;
        this.request = request;
        this.limits = limits;
        prompts = new PromptResolver(request.prompt(), model, limits.maxPromptLength(), faults);
        steps = faults.whole(
                Field.STEPS, run.steps(), model.manifest().defaults().steps(), 1, maxSteps);
        guidance = faults.number(
                Field.GUIDANCE, run.guidance(), model.manifest().defaults().guidance(), 0, limits.maxGuidance());
        source = new SourceResolver(request.source(), model, faults);
        size = new SizeResolver(model, faults).resolve(output, source);
        noise = NoiseResolver.resolve(request.noise(), randomSeeds, faults);
        samplers = new SamplingResolver(model, run.options(), faults);
        sampling = samplers.resolve(run.sampler());
        count = faults.whole(Field.COUNT, output.count(), 1, 1, limits.maxCount());
        guidanceRescale = faults.share(Field.GUIDANCE_RESCALE, run.guidanceRescale(), 0);
        hires = hires(new HiresResolver(model, size, maxSteps, faults));
        handling = handling(output);
        reproducible = reproducible(output.reproducible());
    }

    private Reproducibility reproducible(@Nullable String said) {
        Optional<Reproducibility> found =
                said == null ? Optional.of(Reproducibility.CLOSE) : Reproducibility.find(said);
        if (said != null && found.isEmpty()) {
            faults.add(Field.REPRODUCIBLE, new Rule.OneOf(Reproducibility.NAMES, said));
        }
        return found.orElse(Reproducibility.CLOSE);
    }

    private Optional<Hires> hires(HiresResolver resolver) {
        if (request.hires() == null) {
            return Optional.empty();
        }
        Hires resolved = resolver.resolve(request.hires(), steps);
        if (source.isThere()) {
            faults.add(Field.HIRES, new Rule.NotWith(Field.IMAGE));
        }
        return Optional.of(resolved);
    }

    private Handling handling(OutputRequest output) {
        ServiceClass wanted = faults.choice(
                        Field.PRIORITY,
                        output.wanted().priority(),
                        ServiceClass::find,
                        ServiceClass.values(),
                        ServiceClass::id)
                .orElse(ServiceClass.INTERACTIVE);
        long seconds =
                faults.whole(Field.DEADLINE, output.wanted().deadline(), limits.maxSeconds(), 1, limits.maxSeconds());
        return new Handling(
                (int) previews(output.previewEvery()),
                wanted,
                output.wanted().deadline() == null ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
                form(output.file()),
                request.model() != null && !request.model().equals(model.name()));
    }

    private FileForm form(FileRequest said) {
        FileFormat format = faults.choice(
                        Field.FORMAT, said.format(), FileFormat::find, FileFormat.values(), FileFormat::id)
                .orElse(FileFormat.PNG);
        boolean keepsAll = said.format() == null || said.format().equals(FileFormat.PNG.id());
        if (keepsAll) {
            if (said.quality() != null) {
                faults.add(Field.QUALITY, new Rule.OnlyWith(Field.FORMAT, FileFormat.JPEG.id()));
            }
            return FileForm.PNG;
        }
        long quality = faults.whole(Field.QUALITY, said.quality(), FileForm.USUAL_QUALITY, 1, FileForm.BEST);
        return new FileForm(format, (int) quality);
    }

    private long previews(@Nullable Long said) {
        long every = faults.whole(Field.PREVIEWS, said, 0, 0, limits.maxSteps());
        if (every > 0 && model.previews().isEmpty()) {
            faults.add(Field.PREVIEWS, new Rule.PreviewFactors(model.name()));
        }
        return every;
    }

    /**
     * @param effort is told of each row that is computed of pictures
     * @throws InvalidRequestException naming every fault
     */
    GenerationPlan plan(Effort effort) {
        if (faults.none()) {
            checkRuns(sampling.orElseThrow());
        }
        if (!faults.none()) {
            prompts.check();
            throw faults.refusal();
        }
        Optional<Source> start = source.resolve(size.width(), size.height(), effort);
        Drawing drawing = new Drawing(sampling.orElseThrow(), (int) steps, guidance, guidanceRescale, reproducible);
        return new GenerationPlan(
                model.checkpoint(),
                prompts.read(drawing.guided(), drawing.countedSteps(hires)),
                new Canvas(size.width(), size.height(), start, hires),
                drawing,
                noise,
                (int) count,
                handling);
    }

    /** All that is wrong by the fields themselves, before anything is made of them. */
    List<Fault> faults() {
        return faults.none() ? List.of() : faults.refusal().faults();
    }

    private void checkRuns(Sampling chosen) {
        samplers.checkRun(chosen, (int) steps, source.beginning((int) steps, chosen));
        hires.ifPresent(second -> samplers.checkRun(chosen, second.stepsOfRun(), second.beginning()));
    }
}
