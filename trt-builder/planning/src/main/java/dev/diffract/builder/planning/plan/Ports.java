package dev.diffract.builder.planning.plan;

/**
 * Ports of the slices' servers: three in a row for each slice, for HTTP, gRPC and metrics.
 *
 * @param base HTTP port of the first slice
 */
public record Ports(int base) {

    public static final int PER_SLICE = 3;

    /** @param slice index of the slice over all GPUs of the plan, from 0 */
    public int http(int slice) {
        return base + PER_SLICE * slice;
    }

    public int grpc(int slice) {
        return http(slice) + 1;
    }

    public int metrics(int slice) {
        return http(slice) + 2;
    }
}
