/** Fits the colours of previews to a model's autoencoder. */
package dev.diffract.builder.graphs.preview;
