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
            description = "a Triton model repository, or a repository written by diffract build")
    Path repository;

    @Option(names = "--grpc-port", defaultValue = "8001", description = "0 takes a free one (${DEFAULT-VALUE})")
    int grpcPort;

    @Option(names = "--http-port", defaultValue = "8000", description = "0 takes a free one (${DEFAULT-VALUE})")
    int httpPort;

    @Option(names = "--metrics-port", defaultValue = "8002", description = "0 takes a free one (${DEFAULT-VALUE})")
    int metricsPort;

    @Option(names = "--bind", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    String bind;

    @Option(names = "--slice-name", description = "the simulated slice, for the first line of output")
    String sliceName;

    @Option(
            names = "--model-control-mode",
            defaultValue = "none",
            description = "none: all models, at start; explicit: what --load-model and clients ask for")
    ControlMode controlMode;

    @Option(names = "--load-model", paramLabel = "NAME", description = "in explicit mode: load it at start; * for all")
    List<String> loadModels = List.of();

    @Option(
            names = "--exit-on-error",
            defaultValue = "true",
            arity = "1",
            description = "stop when a model does not load (${DEFAULT-VALUE})")
    boolean exitOnError;

    @Option(names = "--threads", defaultValue = "1", description = "threads within one operator (${DEFAULT-VALUE})")
    int threads;

    @Option(
            names = "--exit-timeout-secs",
            defaultValue = "30",
            description = "on SIGTERM, how long requests in flight may take (${DEFAULT-VALUE})")
    int exitTimeoutSeconds;

    @Option(
            names = "--fault",
            paramLabel = "KIND=VALUE[@MODEL]",
            converter = FaultConverter.class,
            description =
                    "goes wrong on purpose: latency=20ms, jitter=10ms, unavailable=rate:0.1, unavailable=burst:3/10,"
                            + " hang=after:5, crash=after:7")
    List<Fault> faults = List.of();

    @Option(names = "--seed", defaultValue = "0", description = "for faults that happen by chance (${DEFAULT-VALUE})")
    long seed;

    @Spec
    CommandSpec spec;

    public static void main(String... arguments) {
        Optional<String> variable = Variables.misspelt(System.getenv().keySet());
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
