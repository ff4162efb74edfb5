package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;

/**
 * Nothing is left to do.
 *
 * @param image the finished picture
 */
public record Done(Picture picture, Raster image) implements PictureState {}
