package dev.diffract.builder.deploy;

import java.util.List;

/** The command line of a slice's server. */
final class TritonCommand {

    static final int HTTP = 8000;
    static final int GRPC = 8001;
    static final int METRICS = 8002;

    /** Seconds that requests under way get when the server is told to end. */
    static final int EXIT_SECONDS = 30;

    /** Tensors of one picture are small, and every server of the host locks its pool in memory. */
    private static final int PINNED_BYTES = 64 << 20;

    private TritonCommand() {}

    /** Inside a container: the ports are its own. */
    static List<String> contained(String models) {
        return of(models, HTTP, GRPC, METRICS);
    }

    /**
     * The same for the server without a GPU, whose image names its program.
     *
     * @param repository the repository itself
     */
    static List<String> embedded(String repository, String slice) {
        return List.of(
                "--model-repository=" + repository, "--slice-name=" + slice, "--exit-timeout-secs=" + EXIT_SECONDS);
    }

    /** @param models directory of the served models */
    static List<String> of(String models, int http, int grpc, int metrics) {
        return List.of(
                "tritonserver",
                "--model-repository=" + models,
                "--http-port=" + http,
                "--grpc-port=" + grpc,
                "--metrics-port=" + metrics,
                "--model-control-mode=none",
                "--strict-readiness=true",
                "--disable-auto-complete-config",
                // Triton's embedded DCGM cannot map a MIG device.
                "--allow-gpu-metrics=false",
                // There is no path between slices.
                "--enable-peer-access=false",
                "--pinned-memory-pool-byte-size=" + PINNED_BYTES,
                "--exit-timeout-secs=" + EXIT_SECONDS);
    }
}
