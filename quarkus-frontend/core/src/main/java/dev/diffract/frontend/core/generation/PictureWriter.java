package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Provenance;

/** Makes files of finished pictures. Thread-safe. */
@FunctionalInterface
public interface PictureWriter {

    /**
     * @param plan that the picture was drawn by
     * @param index which of the plan's pictures, from 0
     * @param provenance how it came about
     * @param picture what there is to see, of three channels
     */
    PictureFile write(GenerationPlan plan, int index, Provenance provenance, Raster picture);
}
