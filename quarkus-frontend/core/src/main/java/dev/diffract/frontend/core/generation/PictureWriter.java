package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.Optional;

/** Makes files of finished pictures. Thread-safe. */
@FunctionalInterface
public interface PictureWriter {

    /**
     * @param plan that the picture was drawn by
     * @param index which of the plan's pictures, from 0
     * @param engines digest of the engines that drew it, if it is to be the same to the bit each time
     * @param picture what there is to see, of three channels
     */
    PictureFile write(GenerationPlan plan, int index, Optional<String> engines, Raster picture);
}
