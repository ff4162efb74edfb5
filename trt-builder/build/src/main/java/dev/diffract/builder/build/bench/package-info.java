/**
 * Engines of published repositories on the GPU that this process sees: how far they are from ONNX Runtime, how long they take, and how that compares with
 * PyTorch and with what the GPU could do. The GPU is behind {@link dev.diffract.builder.build.bench.EngineDevice}.
 */
package dev.diffract.builder.build.bench;
