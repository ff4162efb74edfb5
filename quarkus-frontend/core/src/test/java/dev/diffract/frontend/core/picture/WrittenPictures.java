package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.plan.Canvas;
import dev.diffract.frontend.core.plan.Drawing;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Handling;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Inpainting.OnlyMasked;
import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.Sampling;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.frontend.core.request.RandomRequests;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Plans to be written down: every sampler, every way to start, options drawn at random. */
public final class WrittenPictures {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 128;

    /** From here on it restarts. */
    private static final int STEPS_OF_RESTART = 20;

    private WrittenPictures() {}

    /** Anything that can be drawn from noise: options, schedules, prompts, variations, second passes over latents. */
    public static GenerationPlan random(Random random) {
        return TestPlans.of(TestModels.judged(), RandomRequests.of(random));
    }

    /** Any kind of picture with one of the samplers. */
    public static GenerationPlan of(SamplerFactory sampler, Random random) {
        int steps = sampler.infotextName().equals("Restart") ? STEPS_OF_RESTART : 3 + random.nextInt(4);
        double guidance = random.nextInt(3) == 0 ? 1 : 3;
        return with(random(random), sampler, steps, guidance, Optional.empty(), Optional.empty());
    }

    /** A picture that starts from another one, as a whole or in part. */
    public static GenerationPlan fromImage(Random random) {
        return with(
                random(random),
                anySampler(random),
                3 + random.nextInt(5),
                3,
                Optional.of(source(random)),
                Optional.empty());
    }

    /** A picture that is decoded, enlarged and encoded again. */
    public static GenerationPlan enlarged(Random random) {
        Hires hires =
                new Hires(2, 2 * WIDTH, 2 * HEIGHT, Upscaler.PIXEL, 1 + random.nextInt(3), random.nextInt(11) / 10.0);
        return with(random(random), anySampler(random), 2 + random.nextInt(3), 3, Optional.empty(), Optional.of(hires));
    }

    private static SamplerFactory anySampler(Random random) {
        List<SamplerFactory> all = Samplers.all().stream()
                .filter(sampler -> !sampler.infotextName().equals("Restart"))
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    /** The prompts have one pass where they were read for two, and the other way round: read again. */
    private static GenerationPlan with(
            GenerationPlan plan,
            SamplerFactory sampler,
            int steps,
            double guidance,
            Optional<Source> source,
            Optional<Hires> hires) {
        Drawing drawing = new Drawing(
                Sampling.of(sampler, SamplerOptions.NONE),
                steps,
                guidance,
                plan.guidanceRescale(),
                plan.reproducible());
        return new GenerationPlan(
                plan.model(),
                TestPlans.prompts(plan, drawing.countedSteps(hires), drawing.guided()),
                new Canvas(WIDTH, HEIGHT, source, hires),
                drawing,
                plan.noise(),
                plan.count(),
                Handling.USUAL);
    }

    private static Source source(Random random) {
        Raster image = picture(random, WIDTH, HEIGHT);
        Optional<Inpainting> inpainting = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(inpainting(random));
        ResizeMode mode = ResizeMode.values()[random.nextInt(ResizeMode.values().length)];
        return new Source(
                image,
                random.nextInt(11) / 10.0,
                random.nextBoolean() ? Optional.of(mode) : Optional.empty(),
                inpainting);
    }

    private static Inpainting inpainting(Random random) {
        MaskedContent content = MaskedContent.values()[random.nextInt(MaskedContent.values().length)];
        int larger = random.nextInt(2);
        Raster original = picture(random, WIDTH << larger, HEIGHT << larger);
        Region region = new Region(random.nextInt(5), random.nextInt(5), 40, 80);
        return new Inpainting(
                mask(random, WIDTH, HEIGHT),
                random.nextBoolean(),
                random.nextInt(9),
                content,
                larger == 1 ? Optional.of(new OnlyMasked(region, random.nextInt(33))) : Optional.empty(),
                original,
                mask(random, original.width(), original.height()));
    }

    private static Raster picture(Random random, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        random.nextBytes(rgb);
        return Raster.rgb(width, height, rgb);
    }

    private static Raster mask(Random random, int width, int height) {
        byte[] gray = new byte[width * height];
        random.nextBytes(gray);
        return Raster.gray(width, height, gray);
    }
}
