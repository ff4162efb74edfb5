package dev.diffract.builder.build.assemble;

import java.nio.file.Path;

/**
 * A model and where it will be served from.
 *
 * @param version directory of its files, empty so far
 */
public record PlacedModel(ConvertedModel model, Path version) {}
