package dev.diffract.builder.cli;

import dev.diffract.repository.words.Variables;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. */
@Command(
        name = "diffract",
        mixinStandardHelpOptions = true,
        versionProvider = DiffractCommand.Version.class,
        description = "Stable Diffusion on fractions of GPUs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            PlanCommand.class,
            BuildCommand.class,
            ConvertCommand.class,
            VerifyCommand.class,
            BenchCommand.class,
            FleetCommand.class,
            DeviceCommand.class,
            RepositoryCommand.class,
            ScriptCommand.Serve.class,
            ScriptCommand.Embedded.class,
            HelpCommand.class
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  diffract demo                           draw a picture here, no GPU needed",
            "  diffract build --model ONNX --out REPO  make a repository of an exported model",
            "  diffract verify REPO                    check it without a server",
            "  diffract plan check diffract.yaml       check how GPUs are to be cut",
            "'diffract help COMMAND' says more of each."
        })
public final class DiffractCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String... args) {
        Optional<String> variable = Variables.unknown(System.getenv().keySet());
        if (variable.isPresent()) {
            System.err.println("diffract: " + variable.get());
            System.exit(Failures.FAILED);
        }
        try {
            System.exit(commandLine().execute(args));
        } catch (OutOfMemoryError e) {
            System.err.println("diffract: not enough memory: give Java more, for example with"
                    + " JAVA_TOOL_OPTIONS=-Xmx16g (a graph with its weights inside needs several times its size)");
            System.exit(Failures.FAILED);
        }
    }

    static CommandLine commandLine() {
        CommandLine program = new CommandLine(new DiffractCommand());
        program.getSubcommands().values().stream()
                .filter(command -> command.getCommandSpec().userObject() instanceof ScriptCommand)
                .forEach(command -> command.setUnmatchedArgumentsAllowed(true));
        return program.setExecutionStrategy(DiffractCommand::execute)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::usage);
    }

    /** Help is of what was named: of a command that there is not, none. */
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!command.getSubcommands().isEmpty() && !last.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(command, last.unmatched());
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Name and version of the program, as manifests have it. */
    static String nameAndVersion() {
        return "diffract-builder " + version();
    }

    /** As the jar's manifest says it. */
    private static String version() {
        return Optional.ofNullable(DiffractCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"diffract " + version()};
        }
    }
}
