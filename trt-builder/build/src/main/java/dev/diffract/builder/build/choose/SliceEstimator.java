package dev.diffract.builder.build.choose;

import dev.diffract.builder.build.engine.MemoryBudget;
import dev.diffract.builder.build.engine.MemoryEstimate.Attention;
import dev.diffract.builder.planning.mig.ComputeCapability;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Figures of slices for one goal.
 *
 * <p>Memory is weights in FP16, the CUDA context, a reserve, and the activations of every engine at every resolution of the model, by the
 * same formulas that a build uses before it has measured, with pictures decoded one by one where two do not fit. Time is operations over the rate that the slice reaches; reading the weights
 * once per step is not counted, because it takes a tenth of that on the smallest slices and less on others.
 */
final class SliceEstimator {

    /** A step with guidance is two samples. */
    private static final int GUIDED = 2;

    private static final int LARGEST_AUTOMATIC_BATCH = 8;

    private final ModelSize size;
    private final ModelSpec model;
    private final Goal goal;
    private final Resolution hardest;

    SliceEstimator(ModelSize size, ModelSpec model, Goal goal) {
        this.size = size;
        this.model = model;
        this.goal = goal;
        this.hardest = goal.resolutions().stream()
                .max(Comparator.comparingDouble(resolution -> Operations.unet(size, resolution)))
                .orElseThrow();
    }

    /**
     * @param memory of the slice in bytes
     * @param sms streaming multiprocessors of the slice
     * @param measured what a build in such a slice measured; what it did not measure is estimated
     */
    SliceFigures figures(long memory, int sms, ComputeCapability capability, Optional<Measured> measured) {
        long weights = measured.map(Measured::weightBytes).orElse(size.weightBytes());
        MemoryBudget usual = new MemoryBudget(memory, weights);
        MemoryBudget budget = fits(usual, smallest(), Attention.PLAIN) ? usual : usual.withSinglePictures();
        int batch = measured.map(run -> run.largestBatch(hardest))
                .filter(largest -> largest > 0)
                .orElseGet(() -> batch(budget));
        long activations =
                measured.map(Measured::activationBytes).orElseGet(() -> activations(budget, batch, Attention.PLAIN));
        long fused =
                measured.map(Measured::activationBytes).orElseGet(() -> activations(budget, batch, Attention.FUSED));
        long others = weights + MemoryBudget.CONTEXT + budget.reserve();
        double rate = HalfRate.reached(sms, capability);
        OptionalDouble step =
                measured.map(run -> run.millis(ModelRole.UNET, hardest, GUIDED)).orElse(OptionalDouble.empty());
        OptionalDouble decode = measured.map(run -> run.millis(ModelRole.VAE_DECODER, hardest, 1))
                .orElse(OptionalDouble.empty());
        return new SliceFigures(
                batch,
                new SliceFigures.Memory(
                        memory, weights, activations, others + activations, others + fused, measured.isPresent()),
                new SliceFigures.Times(
                        hardest,
                        step.orElse(1e3 * GUIDED * Operations.unet(size, hardest) / rate),
                        decode.orElse(1e3 * Operations.decoder(size, hardest) / rate),
                        goal.steps(),
                        step.isPresent() && decode.isPresent()),
                false);
    }

    /** As the plan says, or the largest that fits, as a build would choose. */
    private int batch(MemoryBudget budget) {
        if (model.maxBatch().isPresent()) {
            return model.maxBatch().getAsInt();
        }
        int batch = LARGEST_AUTOMATIC_BATCH;
        while (batch > GUIDED && !fits(budget, batch, Attention.PLAIN)) {
            batch -= GUIDED;
        }
        return batch;
    }

    /** The batch below which a plan does not let the UNet go. */
    private int smallest() {
        return model.maxBatch().orElse(GUIDED);
    }

    private boolean fits(MemoryBudget budget, int batch, Attention attention) {
        return activations(budget, batch, attention) <= budget.activations();
    }

    private long activations(MemoryBudget budget, int batch, Attention attention) {
        return budget.expected(size.roles(), model.resolutions().largest(), batch, attention);
    }
}
