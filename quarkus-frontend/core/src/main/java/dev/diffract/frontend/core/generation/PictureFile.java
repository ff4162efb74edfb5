package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.FileFormat;

/**
 * A finished picture as its caller gets it.
 *
 * @param format of the file
 * @param bytes of the file; not to be changed
 * @param parameters how it was drawn, as the file says it
 */
public record PictureFile(FileFormat format, byte[] bytes, String parameters) {}
