package dev.diffract.frontend.core.generation;

/**
 * A finished picture as its caller gets it.
 *
 * @param bytes of the file; not to be changed
 * @param parameters how it was drawn, as the file says it
 */
public record PictureFile(byte[] bytes, String parameters) {}
