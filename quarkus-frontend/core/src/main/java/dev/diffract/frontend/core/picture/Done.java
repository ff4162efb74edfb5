package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import java.util.Optional;

/**
 * Nothing is left to do.
 *
 * @param image the finished picture
 * @param flagged whether the model's safety checker says that it shows what should not be shown; empty if there is none
 */
public record Done(Picture picture, Raster image, Optional<Boolean> flagged) implements PictureState {}
