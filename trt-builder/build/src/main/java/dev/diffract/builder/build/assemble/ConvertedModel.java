package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.pipeline.ModelRole;
import java.nio.file.Path;

/**
 * A model's graph, ready to be served on ONNX Runtime: floating point numbers at its borders are FP32.
 *
 * @param name on the server
 * @param pipeline what it is a part of
 * @param served what it takes and gives
 * @param graph a file that may be moved away, in a directory with nothing but its external data beside it
 */
public record ConvertedModel(ModelRole role, String name, Pipeline pipeline, ServedInterface served, Path graph) {}
