package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Canvas;
import dev.diffract.frontend.core.plan.Drawing;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.Prompts;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.SizeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes a plan of a request, or says everything that is wrong with it. */
public final class RequestResolver {

    private final GenerationLimits limits;
    private final LongSupplier randomSeeds;

    public RequestResolver(GenerationLimits limits, LongSupplier randomSeeds) {
        this.limits = limits;
        this.randomSeeds = randomSeeds;
    }

    /**
     * @throws InvalidRequestException naming every fault
     */
    public GenerationPlan resolve(ModelDefinition model, GenerationRequest request) {
        List<Fault> faults = new ArrayList<>();
        Defaults defaults = model.manifest().defaults();
        SizeRule sizes = model.manifest().pipeline().sizes();
        int maxSteps = Math.min(limits.maxSteps(), model.scheduler().trainTimesteps() - 1);
        checkPrompt(request.prompt(), faults);
        checkLength("/negative_prompt", request.negativePrompt(), faults);
        long steps = Checks.whole("/steps", request.steps(), defaults.steps(), 1, maxSteps, faults);
        double guidance = guidance(request.guidance(), defaults.guidance(), faults);
        SourceResolver source = new SourceResolver(request.source(), model, faults);
        long width = size("/width", source.width(request.width(), sizes), defaults.width(), sizes, faults);
        long height = size("/height", source.height(request.height(), sizes), defaults.height(), sizes, faults);
        checkPair(width, height, sizes, faults);
        source.checkSize(width, height);
        Noise noise = NoiseResolver.resolve(request.seed(), request.noise(), randomSeeds, faults);
        Optional<Sampling> sampling =
                new SamplingResolver(model, request.sampling(), faults).resolve(request.sampler());
        long count = Checks.whole("/count", request.count(), 1, 1, limits.maxCount(), faults);
        double rescale = Checks.share("/guidance_rescale", request.guidanceRescale(), 0, faults);
        Optional<Hires> hires = Optional.ofNullable(request.hires())
                .map(said -> HiresResolver.resolve(said, model, width, height, steps, maxSteps, faults));
        if (hires.isPresent() && request.source().image() != null) {
            faults.add(new Fault("/hires", "is for pictures drawn from noise, and there is an image to start from"));
        }
        PromptResolver prompting = new PromptResolver(request.prompting(), model, faults);
        long previewEvery = Checks.whole("/previews", request.previewEvery(), 0, 0, limits.maxSteps(), faults);
        if (previewEvery > 0 && model.previews().isEmpty()) {
            faults.add(new Fault(
                    "/previews",
                    "cannot be given: the repository of the model " + model.name()
                            + " does not say how; one written by this version does"));
        }
        if (faults.isEmpty()) {
            checkSteps(sampling.orElseThrow(), model, (int) steps, faults);
            if (hires.isPresent() && hires.get().stepsOfRun() > 0) {
                checkSteps(sampling.orElseThrow(), model, hires.get().stepsOfRun(), faults);
            }
        }
        if (!faults.isEmpty()) {
            prompting.check("/prompt", request.prompt(), limits.maxPromptLength());
            prompting.check("/negative_prompt", request.negativePrompt(), limits.maxPromptLength());
            throw new InvalidRequestException(faults);
        }
        String negativePrompt = request.negativePrompt() == null ? "" : request.negativePrompt();
        Optional<Source> start = source.resolve((int) width, (int) height);
        Prompts prompts = prompting
                .read(
                        request.prompt(),
                        negativePrompt,
                        guidance > 1,
                        GenerationPlan.stepsOfPasses((int) steps, start, hires))
                .orElseThrow(() -> new InvalidRequestException(faults));
        return new GenerationPlan(
                model.checkpoint(),
                prompts,
                new Canvas((int) width, (int) height, start, hires),
                new Drawing(sampling.orElseThrow(), (int) steps, guidance, rescale),
                noise,
                (int) count,
                (int) previewEvery);
    }

    private void checkPrompt(String prompt, List<Fault> faults) {
        if (prompt == null) {
            faults.add(new Fault("/prompt", "must be given"));
        } else if (prompt.isEmpty()) {
            faults.add(new Fault("/prompt", "must not be empty"));
        }
        checkLength("/prompt", prompt, faults);
    }

    private void checkLength(String pointer, String prompt, List<Fault> faults) {
        int length = prompt == null ? 0 : prompt.codePointCount(0, prompt.length());
        if (length > limits.maxPromptLength()) {
            faults.add(
                    new Fault(pointer, "must have at most " + limits.maxPromptLength() + " characters, had " + length));
        }
    }

    private double guidance(Double value, double byDefault, List<Fault> faults) {
        if (value == null) {
            return byDefault;
        }
        if (!Double.isFinite(value) || value < 0 || value > limits.maxGuidance()) {
            faults.add(new Fault(
                    "/guidance",
                    "must be a finite number from 0 to " + Shown.plain(limits.maxGuidance()) + ", was " + value));
        }
        return value;
    }

    /** Engines are built for some sizes, not for every width with every height. */
    private static void checkPair(long width, long height, SizeRule sizes, List<Fault> faults) {
        boolean sidesFit = sizes.allows((int) width) && sizes.allows((int) height);
        if (sidesFit && !sizes.allows((int) width, (int) height)) {
            faults.add(
                    new Fault("/width", "must be one of the sizes " + sizes.text() + ", was " + width + "x" + height));
        }
    }

    private static long size(String pointer, Long value, long byDefault, SizeRule sizes, List<Fault> faults) {
        if (value == null) {
            return byDefault;
        }
        boolean fits = value <= Integer.MAX_VALUE && value >= 0 && sizes.allows(value.intValue());
        if (!fits) {
            faults.add(new Fault(
                    pointer,
                    "must be a multiple of " + sizes.multiple() + " from " + sizes.min() + " to " + sizes.max()
                            + ", was " + value));
        }
        return value;
    }

    /** Distilled models have fewer steps than the limits allow. */
    private static void checkSteps(Sampling sampling, ModelDefinition model, int steps, List<Fault> faults) {
        try {
            sampling.create(model.scheduler(), steps, 0);
        } catch (IllegalArgumentException e) {
            faults.add(
                    new Fault("/sampler", sampling.sampler().displayName() + " cannot draw this: " + e.getMessage()));
        }
    }
}
