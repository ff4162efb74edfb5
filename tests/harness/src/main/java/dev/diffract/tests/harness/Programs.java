package dev.diffract.tests.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Where the built programs are, and the command lines that start them. */
public final class Programs {

    /**
     * More options of the programs' Java, separated by blanks, from the system property {@code diffract.tests.java-options}. Tests that start
     * many programs for seconds each leave the optimising compiler out, which would take as long again as the rest; benchmarks do not.
     */
    private static final List<String> MORE_OPTIONS = Stream.of(
                    System.getProperty("diffract.tests.java-options", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    /** Below those that systems give to connections, of which one may take a port before the program does that was told of it. */
    private static final int LOWEST_PORT = 10_000;

    private static final int HIGHEST_PORT = 32_000;
    private static final int MOST_TRIES = 1000;

    /** Where each program is below the root. */
    static final String BUILDER = "trt-builder/cli/target/diffract-builder.jar";

    static final String EMBEDDED_SERVER = "embedded-server/target/diffract-embedded-server.jar";
    static final String FRONTEND = "quarkus-frontend/app/target/quarkus-app/quarkus-run.jar";

    /** The repository's root, from the system property {@code diffract.home}. */
    public static Path home() {
        String home = System.getProperty("diffract.home");
        if (home == null) {
            throw new IllegalStateException("the system property diffract.home must name the repository's root");
        }
        return Path.of(home);
    }

    /** The trained demo model. */
    public static Path demoModel() {
        return home().resolve("model-repository/demo-onnx");
    }

    public static List<String> builder(String... arguments) {
        return java(BUILDER, List.of(), List.of(arguments));
    }

    public static List<String> embeddedServer(String... arguments) {
        return java(EMBEDDED_SERVER, List.of(), List.of(arguments));
    }

    /** The frontend takes its configuration as system properties, {@code -Dkey=value}. */
    public static List<String> frontend(List<String> properties) {
        return java(FRONTEND, properties, List.of());
    }

    /**
     * The frontend's properties for its ports.
     *
     * @param management where it answers for health and metrics
     */
    public static List<String> frontendPorts(int http, int management) {
        return List.of("-Dquarkus.http.port=" + http, "-Dquarkus.management.port=" + management);
    }

    /** Ports nobody listens on at this moment, all different. */
    public static int[] freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int tries = 0; held.size() < count; tries++) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT + 1);
                try {
                    held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                } catch (IOException e) { // somebody has it
                    if (tries > MOST_TRIES) {
                        throw new IllegalStateException("no free port", e);
                    }
                }
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            held.forEach(Programs::close);
        }
    }

    private static List<String> java(String program, List<String> properties, List<String> arguments) {
        Path jar = home().resolve(program);
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run mvn package first");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MORE_OPTIONS);
        command.addAll(ClassArchives.options(program));
        command.addAll(properties);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Programs() {}
}
