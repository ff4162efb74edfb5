package dev.diffract.tests.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An embedded-server process on free ports of the loopback interface, ready to answer. */
public final class EmbeddedServer implements AutoCloseable {

    private final RunningProgram program;
    private final String name;
    private final int httpPort;
    private final int grpcPort;
    private final int metricsPort;

    private EmbeddedServer(RunningProgram program, String name, int[] ports) {
        this.program = program;
        this.name = name;
        this.httpPort = ports[0];
        this.grpcPort = ports[1];
        this.metricsPort = ports[2];
    }

    /**
     * @param models a Triton model repository, or a directory that {@code diffract build} wrote
     * @param directory where its log goes
     * @param options further options of its command line
     */
    public static EmbeddedServer start(String name, Path models, Path directory, String... options) {
        return start(name, models, directory, Programs.freePorts(3), options);
    }

    /** The same on given ports: HTTP, gRPC, metrics. */
    public static EmbeddedServer start(String name, Path models, Path directory, int[] ports, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--model-repository", models.toString(),
                "--slice-name", name,
                "--http-port", Integer.toString(ports[0]),
                "--grpc-port", Integer.toString(ports[1]),
                "--metrics-port", Integer.toString(ports[2])));
        arguments.addAll(List.of(options));
        RunningProgram program =
                RunningProgram.start(name, Programs.embeddedServer(arguments.toArray(String[]::new)), directory);
        EmbeddedServer server = new EmbeddedServer(program, name, ports);
        program.awaitHttpOk(server.http("/v2/health/ready"));
        return server;
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public URI metrics() {
        return URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    }

    public String name() {
        return name;
    }

    public int grpcPort() {
        return grpcPort;
    }

    /** HTTP, gRPC, metrics: to start another one in its place. */
    public int[] ports() {
        return new int[] {httpPort, grpcPort, metricsPort};
    }

    public RunningProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
