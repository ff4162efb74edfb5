package dev.diffract.builder.planning.plan;

import java.util.OptionalInt;

/**
 * Ports on the host: three in a row for each slice's server, for HTTP, gRPC and metrics, and the frontend's.
 *
 * @param base HTTP port of the first slice
 * @param frontend the frontend's HTTP port
 */
public record Ports(int base, int frontend) {

    public static final int DEFAULT_BASE = 8000;
    public static final int DEFAULT_FRONTEND = 8080;
    public static final int PER_SLICE = 3;

    static final int LAST = 65535;

    static Ports of(PlanNode node) {
        return new Ports(
                node.at("base").number().orElse(DEFAULT_BASE),
                node.at("frontend").number().orElse(DEFAULT_FRONTEND));
    }

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

    /**
     * The slice that would listen on the frontend's port.
     *
     * @param slices how many there are
     */
    OptionalInt sliceOnFrontend(int slices) {
        boolean among = slices > 0 && frontend >= base && frontend <= metrics(slices - 1);
        return among ? OptionalInt.of((frontend - base) / PER_SLICE) : OptionalInt.empty();
    }

    /** A port that no slice has: the one behind them, or the one before if there is none. */
    int beside(int slices) {
        return metrics(slices - 1) < LAST ? metrics(slices - 1) + 1 : base - 1;
    }
}
