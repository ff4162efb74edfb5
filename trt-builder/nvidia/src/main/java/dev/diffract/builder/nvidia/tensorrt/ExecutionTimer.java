package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaEvent;
import dev.diffract.builder.nvidia.cuda.CudaStream;

/**
 * Times what an execution context does, by the device's own clock: between two events on the stream, without copies.
 *
 * @param warmUps runs that do not count
 * @param runs runs that count, at least 1
 */
public record ExecutionTimer(int warmUps, int runs) {

    /**
     * Runs the context, whose shapes and addresses are set, and waits until all is done.
     *
     * @return the median of a run's milliseconds
     * @throws TensorRtException if a run cannot be queued
     */
    public double medianMillis(CudaContext cuda, ExecutionContext context, CudaStream stream) {
        for (int i = 0; i < warmUps; i++) {
            context.enqueue(stream);
        }
        stream.synchronize();
        double[] millis = new double[runs];
        try (CudaEvent start = cuda.newEvent();
                CudaEvent end = cuda.newEvent()) {
            for (int i = 0; i < runs; i++) {
                start.record(stream);
                context.enqueue(stream);
                end.record(stream);
                end.synchronize();
                millis[i] = end.millisSince(start);
            }
        }
        stream.synchronize(); // an error of the work shows here
        return Median.of(millis);
    }
}
