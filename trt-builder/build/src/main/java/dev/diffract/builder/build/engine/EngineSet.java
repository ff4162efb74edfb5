package dev.diffract.builder.build.engine;

import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;

/** The engines that share a slice, and what that leaves to each. */
record EngineSet(List<Component> components, EngineOptions options, MemoryBudget budget) {

    private static final long GRAIN = 64L << 20;

    EngineSet {
        components = List.copyOf(components);
    }

    /** The same engines, with pictures decoded one by one. */
    EngineSet withSinglePictures() {
        return new EngineSet(components, options, budget.withSinglePictures());
    }

    /** Whether pictures are decoded several at once, so that there is something to save. */
    boolean severalPictures() {
        return budget.pictureBatch() > 1;
    }

    /** The batch that is tried first. */
    int firstBatch() {
        return options.maxBatch().orElseGet(this::automaticBatch);
    }

    /** Whether everything is expected to fit with that batch. */
    boolean expectedToFit(int unetBatch) {
        return expected(unetBatch) <= budget.activations();
    }

    EngineShapes shapes(Component component, int unetBatch) {
        int batch = budget.batch(component.role(), unetBatch);
        return new EngineShapes(
                component.role(),
                component.served(),
                options.resolutions(),
                component.model().pipeline().numbers(),
                batch);
    }

    /** The batch of the UNet to begin with: the largest up to the first that is tried with which everything is expected to fit; the smallest that is of use if none is. */
    int automaticBatch() {
        for (int batch = EngineOptions.FIRST_AUTOMATIC_BATCH;
                batch > EngineOptions.SMALLEST_AUTOMATIC_BATCH;
                batch -= 2) {
            if (expectedToFit(batch)) {
                return batch;
            }
        }
        return EngineOptions.SMALLEST_AUTOMATIC_BATCH;
    }

    /**
     * Scratch memory that a layer of a component may use: what the others are expected to leave, but a quarter in any case, because
     * expectations are careful. It does not move, and engines with it, when another model changes: it is a multiple of 64 MiB, and beside
     * the UNet the smallest batch counts. Whether all fit is known, and asked, when all are built.
     */
    long workspace(Component component, int unetBatch) {
        int batch = component.role() == ModelRole.UNET ? unetBatch : EngineOptions.SMALLEST_AUTOMATIC_BATCH;
        long others = expected(batch) - expected(component, batch);
        long left = Math.max(budget.activations() - others, budget.activations() / 4);
        return Math.max(left / GRAIN * GRAIN, Math.min(left, GRAIN));
    }

    long expected(Component component, int unetBatch) {
        EngineShapes shapes = shapes(component, unetBatch);
        return shapes.sizes().stream()
                .map(SizeProfile::largest)
                .mapToLong(size -> MemoryEstimate.activationBytes(
                        component.role(), size, shapes.maxBatch(), MemoryEstimate.Attention.PLAIN))
                .sum();
    }

    private long expected(int unetBatch) {
        return components.stream()
                .mapToLong(component -> expected(component, unetBatch))
                .sum();
    }

    Component unet() {
        return components.stream()
                .filter(component -> component.role() == ModelRole.UNET)
                .findFirst()
                .orElseThrow();
    }
}
