package dev.diffract.embedded.cli;

import dev.diffract.embedded.fault.Fault;
import dev.diffract.embedded.fault.FaultGrammar;
import dev.diffract.repository.words.Variables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program's command line. */
@Command(
        name = "diffract embedded",
        description =
                "Serves a model repository on CPU over KServe v2. It is the stand-in for Triton on machines without a"
                        + " GPU, and not Triton.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false)
public final class EmbeddedServerCommand implements Callable<Integer> {

    /** Held, or its level would be forgotten. What it remarks is for its developers, and in the machine's language. */
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

    /** Who may load and unload models. */
    enum ControlMode {
        none,
        explicit
    }

    static final class FaultConverter implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            try {
                return FaultGrammar.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    @Option(
            names = "--model-repository",
            required = true,
            paramLabel = "DIR",
            description = "Triton model repository, or a repository that 'diffract build' wrote.")
    Path repository;

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            defaultValue = "8001",
            description = "Port of gRPC; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int grpcPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port of HTTP; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int httpPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "8002",
            description = "Port of metrics; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int metricsPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    String bind;

    @Option(
            names = "--slice-name",
            paramLabel = "NAME",
            description = "Name of the simulated slice, for the first line of output.")
    String sliceName;

    @Option(
            names = "--model-control-mode",
            paramLabel = "MODE",
            defaultValue = "none",
            description = "none: all models, at start; explicit: what --load-model and clients ask for. Default: none.")
    ControlMode controlMode;

    @Option(names = "--load-model", paramLabel = "NAME", description = "In explicit mode: load it at start; * for all.")
    List<String> loadModels = List.of();

    @Option(
            names = "--exit-on-error",
            paramLabel = "true|false",
            defaultValue = "true",
            arity = "1",
            description = "Stop when a model does not load. Default: ${DEFAULT-VALUE}.")
    boolean exitOnError;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads within one operator. Default: ${DEFAULT-VALUE}.")
    int threads;

    @Option(
            names = "--exit-timeout-secs",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "On SIGTERM, how long requests in flight may take. Default: ${DEFAULT-VALUE}.")
    int exitTimeoutSeconds;

    @Option(
            names = "--fault",
            paramLabel = "KIND=VALUE[@MODEL]",
            converter = FaultConverter.class,
            description =
                    "Goes wrong on purpose: latency=20ms, jitter=10ms, unavailable=rate:0.1, unavailable=burst:3/10,"
                            + " hang=after:5, crash=after:7.")
    List<Fault> faults = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of faults that happen by chance. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Spec
    CommandSpec spec;

    public static void main(String... arguments) {
        Optional<String> variable = Variables.unknown(System.getenv().keySet());
        if (variable.isPresent()) {
            System.err.println("diffract embedded: " + variable.get());
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
        GRPC_LOG.setLevel(Level.WARNING);
        int exitCode = new CommandLine(new EmbeddedServerCommand())
                .setParameterExceptionHandler(EmbeddedServerCommand::explain)
                .setExecutionExceptionHandler(EmbeddedServerCommand::explain)
                .execute(arguments);
        System.exit(exitCode);
    }

    @Override
    public Integer call() throws Exception {
        if (threads < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--threads must be at least 1, was " + threads);
        }
        if (!loadModels.isEmpty() && controlMode != ControlMode.explicit) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--load-model needs --model-control-mode explicit");
        }
        ParentWatch.start(() -> System.exit(CommandLine.ExitCode.OK));
        ServerLauncher launcher = new ServerLauncher(this);
        try (RunningServer server = launcher.start()) {
            server.announce(spec.commandLine().getOut());
            server.awaitSignal();
        }
        return CommandLine.ExitCode.OK;
    }

    private static int explain(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("diffract embedded: " + WrongWords.sentence(e) + " (--help shows the options)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("diffract embedded: " + StartFailure.sentence(e));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
