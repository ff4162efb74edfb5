package dev.diffract.builder.cli;

import dev.diffract.builder.graphs.check.ErrorBound;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --max-error} and {@code --mean-error}. */
final class ErrorBoundOptions {

    @Option(
            names = "--max-error",
            paramLabel = "X",
            description = "Largest difference between FP16 and FP32, relative to the largest value. Default: 0.03.")
    private double maxError = ErrorBound.HALF.max();

    @Option(
            names = "--mean-error",
            paramLabel = "X",
            description = "Mean difference between FP16 and FP32, relative to the largest value. Default: 0.003.")
    private double meanError = ErrorBound.HALF.mean();

    /**
     * @throws ParameterException if a number is not above 0
     */
    ErrorBound bound(CommandLine command) {
        try {
            return new ErrorBound(maxError, meanError);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }
}
