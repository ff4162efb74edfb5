package dev.diffract.frontend.core.generation;

import java.util.concurrent.Executor;

/**
 * How the files of finished pictures are made.
 *
 * @param writer makes one
 * @param executor where it does: a file takes longer than a step, and steps of others must not wait for it
 */
public record PictureFiles(PictureWriter writer, Executor executor) {}
