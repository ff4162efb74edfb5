package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.Manifest;

/**
 * @param written false if the target held this very repository already
 */
public record BuildResult(Manifest manifest, boolean written) {}
