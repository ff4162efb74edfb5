package dev.diffract.embedded.cli;

import dev.diffract.embedded.cli.EmbeddedServerCommand.ControlMode;
import dev.diffract.embedded.ensemble.EnsembleModel;
import dev.diffract.embedded.fault.FaultInjector;
import dev.diffract.embedded.grpc.GrpcEndpoint;
import dev.diffract.embedded.http.HttpApi;
import dev.diffract.embedded.http.MetricsApi;
import dev.diffract.embedded.model.ModelDirectory;
import dev.diffract.embedded.model.ModelManager;
import dev.diffract.embedded.model.ModelRegistry;
import dev.diffract.embedded.onnx.NativeLibraries;
import dev.diffract.embedded.onnx.OnnxModels;
import dev.diffract.embedded.onnx.OnnxSettings;
import dev.diffract.embedded.protocol.ProtocolMessages;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Puts a server together from its options. */
final class ServerLauncher {

    /** What a process killed by SIGKILL exits with, as a crash looks from outside. */
    private static final int CRASH_EXIT_CODE = 137;

    private final EmbeddedServerCommand options;

    ServerLauncher(EmbeddedServerCommand options) {
        this.options = options;
    }

    /**
     * @throws StartFailure if the repository, a model or a port cannot be had; nothing is left running
     */
    RunningServer start() {
        ModelDirectory directory = new ModelDirectory(models(options.repository));
        loadRuntime();
        FaultInjector faults = new FaultInjector(options.faults, new Random(options.seed), TimeUnit.NANOSECONDS::sleep);
        ModelRegistry registry = new ModelRegistry();
        ModelManager manager = new ModelManager(
                directory, new OnnxModels(new OnnxSettings(options.threads), faults), EnsembleModel::new, registry);
        InferenceServer server = new InferenceServer(
                directory,
                registry,
                manager,
                faults,
                () -> Runtime.getRuntime().halt(CRASH_EXIT_CODE),
                options.controlMode == ControlMode.explicit);
        RunningServer running = new RunningServer(
                server, options.sliceName, options.faults.size(), Duration.ofSeconds(options.exitTimeoutSeconds));
        try {
            load(directory, manager);
            listen(running, server);
            return running;
        } catch (StartFailure e) {
            running.close();
            throw e;
        }
    }

    private void load(ModelDirectory directory, ModelManager manager) {
        List<String> names = directory.names();
        if (options.controlMode == ControlMode.explicit && !options.loadModels.equals(List.of("*"))) {
            names = options.loadModels;
        } else if (names.isEmpty()) {
            throw new StartFailure("the model repository " + directory.root() + " holds no model: expected directories"
                    + " with a config.pbtxt");
        }
        Map<String, String> failures = new TreeMap<>(manager.loadAll(names));
        if (!failures.isEmpty() && options.exitOnError) {
            throw new StartFailure("failed to load all models: "
                    + failures.values().stream().distinct().collect(Collectors.joining("; ")));
        }
    }

    private void listen(RunningServer running, InferenceServer server) {
        ProtocolMessages messages = new ProtocolMessages(server, ProgramVersion.text());
        running.grpc(open("gRPC", "--grpc-port", options.grpcPort, at -> GrpcEndpoint.start(at, server, messages)));
        running.http(open("HTTP", "--http-port", options.httpPort, at -> HttpApi.start(at, server, messages)));
        running.metrics(open("metrics", "--metrics-port", options.metricsPort, at -> MetricsApi.start(at, server)));
    }

    @FunctionalInterface
    private interface Listener<T> {
        T at(InetSocketAddress address) throws IOException;
    }

    private <T> T open(String what, String option, int port, Listener<T> listener) {
        try {
            return listener.at(new InetSocketAddress(InetAddress.getByName(options.bind), port));
        } catch (UnknownHostException e) {
            throw new StartFailure("--bind " + options.bind + " is no address of this machine", e);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(option + " must be from 0 to 65535, was " + port, e);
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot listen on " + options.bind + ":" + port + " for " + what
                            + ": is another program using the port? Choose another with " + option
                            + ", or 0 for a free one",
                    e);
        }
    }

    private static void loadRuntime() {
        try {
            NativeLibraries.load();
        } catch (UncheckedIOException | LinkageError e) {
            throw new StartFailure("ONNX Runtime cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static Path models(Path repository) {
        if (!Files.isDirectory(repository)) {
            throw new StartFailure("the model repository " + repository + " is no directory");
        }
        RepositoryPaths written = new RepositoryPaths(repository);
        if (!Files.exists(written.manifest())) {
            return repository;
        }
        if (!Files.isDirectory(written.models())) {
            throw new StartFailure("the repository " + repository + " has a manifest.json but no models directory");
        }
        return written.models();
    }
}
