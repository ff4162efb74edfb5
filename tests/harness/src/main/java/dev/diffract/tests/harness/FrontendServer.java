package dev.diffract.tests.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A frontend process on free ports of the loopback interface, ready to draw. */
public final class FrontendServer implements AutoCloseable {

    private final RunningProgram program;
    private final int[] ports;

    private FrontendServer(RunningProgram program, int[] ports) {
        this.program = program;
        this.ports = ports;
    }

    /**
     * @param name of its log
     * @param repository that {@code diffract build} wrote
     * @param slices as {@code diffract.slices} takes them
     * @param directory where its log goes
     * @param properties further ones, {@code -Dkey=value}
     */
    public static FrontendServer start(
            String name, Path repository, String slices, Path directory, String... properties) {
        return start(name, repository, slices, directory, UnaryOperator.identity(), properties);
    }

    /**
     * The same, started otherwise.
     *
     * @param otherwise makes another command line of the program's
     */
    public static FrontendServer start(
            String name,
            Path repository,
            String slices,
            Path directory,
            UnaryOperator<List<String>> otherwise,
            String... properties) {
        int[] ports = Programs.freePorts(2);
        List<String> all = new ArrayList<>(Programs.frontendPorts(ports[0], ports[1]));
        all.add("-Ddiffract.repositories=" + repository);
        all.add("-Ddiffract.slices=" + slices);
        all.addAll(List.of(properties));
        FrontendServer server = new FrontendServer(
                RunningProgram.start(name, otherwise.apply(Programs.frontend(all)), directory), ports);
        server.program.awaitHttpOk(server.health("ready"));
        return server;
    }

    /** Where it draws. */
    public URI base() {
        return loopback(ports[0]);
    }

    /**
     * Where it says how it is.
     *
     * @param kind {@code ready}, {@code live} or {@code started}
     */
    public URI health(String kind) {
        return loopback(ports[1]).resolve("/q/health/" + kind);
    }

    /** Where it says what it counted. */
    public URI metrics() {
        return loopback(ports[1]).resolve("/q/metrics");
    }

    /** What it said, but for how much this machine has to do: that a thread was busy for long is nobody's doing. */
    public String log() {
        return program.output()
                .lines()
                .filter(line -> !line.contains(" [BlockedThreadChecker] "))
                .collect(Collectors.joining("\n"));
    }

    public RunningProgram program() {
        return program;
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        program.close();
    }
}
