package dev.diffract.builder.planning.plan;

import java.util.OptionalInt;

/**
 * Ports on the host: three in a row for each slice's server, for HTTP, gRPC and metrics, and the frontend's two.
 *
 * @param base HTTP port of the first slice
 * @param frontend where the frontend draws
 * @param management where the frontend says how it is: health and metrics
 */
public record Ports(int base, int frontend, int management) {

    public static final int DEFAULT_BASE = 8000;
    public static final int DEFAULT_FRONTEND = 8080;
    public static final int DEFAULT_MANAGEMENT = 8090;
    public static final int PER_SLICE = 3;

    static final int LAST = 65535;

    static Ports of(PlanNode node) {
        return new Ports(
                node.at("base").number().orElse(DEFAULT_BASE),
                node.at("frontend").number().orElse(DEFAULT_FRONTEND),
                node.at("management").number().orElse(DEFAULT_MANAGEMENT));
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
     * The slice that would listen on a port of the frontend's.
     *
     * @param slices how many there are
     */
    OptionalInt sliceOn(int port, int slices) {
        boolean among = slices > 0 && port >= base && port <= metrics(slices - 1);
        return among ? OptionalInt.of((port - base) / PER_SLICE) : OptionalInt.empty();
    }

    /**
     * A port that no slice has: one behind them, or one before if there is none.
     *
     * @param other another port that it must not be
     */
    int beside(int slices, int other) {
        int last = slices > 0 ? metrics(slices - 1) : frontend;
        int behind = last + 1 == other ? last + 2 : last + 1;
        int before = base - 1 == other ? base - 2 : base - 1;
        return behind <= LAST ? behind : before;
    }
}
