package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.bench.Baseline.Measured;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param call what was called
 * @param buildSeconds how long the engine took to build
 * @param millis of a call
 * @param bytes device memory in use during it
 * @param error against ONNX Runtime
 * @param torch the same call in PyTorch
 * @param peak floating point operations that the device could do in a second
 */
public record BenchRow(
        Call call,
        double buildSeconds,
        double millis,
        long bytes,
        RelativeError error,
        Optional<Measured> torch,
        OptionalDouble peak) {

    public String model() {
        return call.model;
    }

    public String component() {
        return call.component;
    }

    public int width() {
        return call.width;
    }

    public int height() {
        return call.height;
    }

    public int batch() {
        return call.batch;
    }

    /** How many times as long PyTorch takes. */
    public OptionalDouble timesEager() {
        return torch.map(measured -> OptionalDouble.of(measured.eagerMs() / millis))
                .orElse(OptionalDouble.empty());
    }

    /** How many times as long PyTorch takes with torch.compile. */
    public OptionalDouble timesCompiled() {
        OptionalDouble compiled = torch.map(Measured::compiledMs).orElse(OptionalDouble.empty());
        return compiled.isPresent() ? OptionalDouble.of(compiled.getAsDouble() / millis) : compiled;
    }

    /** Operations that the architecture asks for, in the time the engine takes, as a share of what the device could do. */
    public OptionalDouble shareOfPeak() {
        return torch.isPresent() && peak.isPresent()
                ? OptionalDouble.of(torch.get().operations() / (millis / 1000) / peak.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * @param max the largest error as a share of the largest value
     * @param mean the mean error on that scale
     * @param within whether both are as small as they have to be
     */
    public record RelativeError(double max, double mean, boolean within) {}

    /**
     * @param model the checkpoint's name
     * @param component a role's name
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param batch samples
     */
    public record Call(String model, String component, int width, int height, int batch) {}
}
