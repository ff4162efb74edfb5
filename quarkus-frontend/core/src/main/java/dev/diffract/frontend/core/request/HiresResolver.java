package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.repository.layout.Manifest.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;

/** Makes a second pass of what a request says about it. */
final class HiresResolver {

    private static final double SCALE = 2;
    private static final double MAX_SCALE = 8;
    private static final double STRENGTH = 0.7;

    private HiresResolver() {}

    /**
     * @param width of the first pass
     * @param height of the first pass
     * @param steps of the first pass
     * @param maxSteps of a pass
     * @param faults gets what is wrong; the result is of use only if nothing is
     */
    static Hires resolve(
            HiresRequest said,
            ModelDefinition model,
            long width,
            long height,
            long steps,
            int maxSteps,
            List<Fault> faults) {
        double scale = said.scale() == null ? SCALE : said.scale();
        Upscaler upscaler = Checks.choice("/hires/upscaler", said.upscaler(), Upscaler::find, Upscaler.ids(), faults)
                .orElse(Upscaler.LATENT);
        long made = Checks.whole("/hires/steps", said.steps(), 0, 0, maxSteps, faults);
        double strength = Checks.share("/hires/strength", said.strength(), STRENGTH, faults);
        Hires hires = new Hires(
                scale,
                (int) (width * scale),
                (int) (height * scale),
                upscaler,
                (int) (made == 0 ? steps : made),
                strength);
        checkScale(hires, model, width, height, faults);
        checkRun(hires, model, faults);
        if (upscaler == Upscaler.PIXEL
                && model.manifest().find(ModelRole.VAE_ENCODER).isEmpty()) {
            faults.add(new Fault(
                    "/hires/upscaler",
                    "must be latent: the model " + model.name() + " has no image encoder, which pixel needs"));
        }
        return hires;
    }

    private static void checkScale(Hires hires, ModelDefinition model, long width, long height, List<Fault> faults) {
        if (!(hires.scale() > 1 && hires.scale() <= MAX_SCALE)) {
            faults.add(new Fault(
                    "/hires/scale",
                    "must be above 1 and at most " + Shown.plain(MAX_SCALE) + ", was " + hires.scale()));
            return;
        }
        SizeRule sizes = model.manifest().pipeline().sizes();
        boolean firstFits = sizes.allows((int) width, (int) height);
        if (firstFits && !sizes.allows(hires.width(), hires.height())) {
            faults.add(new Fault(
                    "/hires/scale",
                    "must lead to sizes that are " + sizes.text() + ", led from " + width + "x" + height + " to "
                            + hires.width() + "x" + hires.height()));
        }
    }

    /** A low strength spreads the steps over a run of many more. */
    private static void checkRun(Hires hires, ModelDefinition model, List<Fault> faults) {
        int longest = model.scheduler().trainTimesteps() - 1;
        if (hires.strength() > 0 && hires.strength() <= 1 && hires.steps() / hires.strength() >= longest + 1.0) {
            faults.add(new Fault(
                    "/hires/strength",
                    "must be 0 or at least " + hires.steps() + "/" + longest + " for " + hires.steps() + " steps, was "
                            + hires.strength()));
        }
    }
}
