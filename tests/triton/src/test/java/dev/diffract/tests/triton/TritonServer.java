package dev.diffract.tests.triton;

import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** NVIDIA's tritonserver as a process on free ports of the loopback interface, on the CPU, ready to answer. */
public final class TritonServer implements AutoCloseable {

    private final RunningProgram program;
    private final int httpPort;
    private final int grpcPort;
    private final int metricsPort;

    private TritonServer(RunningProgram program, int[] ports) {
        this.program = program;
        this.httpPort = ports[0];
        this.grpcPort = ports[1];
        this.metricsPort = ports[2];
    }

    /**
     * @param models a Triton model repository of ONNX graphs and ensembles, served as it is written
     * @param directory where its log goes
     * @param options further options of its command line
     */
    public static TritonServer start(TritonInstallation installation, Path models, Path directory, String... options) {
        int[] ports = Programs.freePorts(3);
        List<String> command = new ArrayList<>(List.of(
                installation.program().toString(),
                "--model-repository=" + models,
                "--backend-directory=" + installation.backends(directory),
                "--disable-auto-complete-config",
                "--http-address=127.0.0.1",
                "--grpc-address=127.0.0.1",
                "--metrics-address=127.0.0.1",
                "--http-port=" + ports[0],
                "--grpc-port=" + ports[1],
                "--metrics-port=" + ports[2],
                "--allow-gpu-metrics=false"));
        command.addAll(List.of(options));
        RunningProgram program = RunningProgram.start("tritonserver", command, directory, installation.environment());
        TritonServer server = new TritonServer(program, ports);
        program.awaitHttpOk(server.http("/v2/health/ready"));
        return server;
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public URI metrics() {
        return URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    }

    public int grpcPort() {
        return grpcPort;
    }

    @Override
    public void close() {
        program.close();
    }
}
