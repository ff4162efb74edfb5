package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;

/** Makes a second pass of what a request says about it. */
final class HiresResolver {

    private static final double SCALE = 2;
    private static final double MAX_SCALE = GenerationLimits.HIRES_SCALE;
    private static final double STRENGTH = 0.7;

    private final ModelDefinition model;
    private final Size first;
    private final int maxSteps;
    private final Faults faults;

    /**
     * @param first size of the first pass
     * @param maxSteps of a pass
     * @param faults gets what is wrong
     */
    HiresResolver(ModelDefinition model, Size first, int maxSteps, Faults faults) {
        this.model = model;
        this.first = first;
        this.maxSteps = maxSteps;
        this.faults = faults;
    }

    /**
     * @param steps of the first pass
     * @return of use only if nothing is wrong
     */
    Hires resolve(HiresRequest said, long steps) {
        double scale = said.scale() == null ? SCALE : said.scale();
        Upscaler upscaler = faults.choice(
                        Field.HIRES_UPSCALER, said.upscaler(), Upscaler::find, Upscaler.values(), Upscaler::id)
                .orElse(Upscaler.LATENT);
        long made = faults.whole(Field.HIRES_STEPS, said.steps(), 0, 0, maxSteps);
        double strength = faults.share(Field.HIRES_STRENGTH, said.strength(), STRENGTH);
        Hires hires = new Hires(
                scale,
                side(first.width(), scale),
                side(first.height(), scale),
                upscaler,
                (int) (made == 0 ? steps : made),
                strength);
        checkScale(hires);
        checkRun(hires);
        if (upscaler == Upscaler.PIXEL
                && model.manifest().find(ModelRole.VAE_ENCODER).isEmpty()) {
            faults.add(Field.HIRES_UPSCALER, new Rule.ImageEncoder(model.name()));
        }
        return hires;
    }

    /** Whole latents, as AUTOMATIC1111 rounds: down. */
    private int side(int pixels, double scale) {
        int latent = model.manifest().pipeline().vaeScale();
        return (int) (pixels * scale) / latent * latent;
    }

    private void checkScale(Hires hires) {
        if (!(hires.scale() > 1 && hires.scale() <= MAX_SCALE)) {
            faults.add(Field.HIRES_SCALE, new Rule.Above(1, MAX_SCALE, hires.scale()));
            return;
        }
        SizeRule sizes = model.manifest().pipeline().sizes();
        boolean firstFits = sizes.allows(first.width(), first.height());
        if (firstFits && !sizes.allows(hires.width(), hires.height())) {
            faults.add(Field.HIRES_SCALE, new Rule.LeadsToSize(sizes, first, new Size(hires.width(), hires.height())));
        }
    }

    /** A low strength spreads the steps over a run of many more. */
    private void checkRun(Hires hires) {
        int longest = model.scheduler().trainTimesteps() - 1;
        if (hires.strength() > 0 && hires.strength() <= 1 && hires.steps() / hires.strength() >= longest + 1.0) {
            faults.add(Field.HIRES_STRENGTH, new Rule.ReachableStrength(hires.steps(), longest, hires.strength()));
        }
    }
}
