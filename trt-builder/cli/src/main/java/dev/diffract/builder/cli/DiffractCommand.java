package dev.diffract.builder.cli;

import dev.diffract.repository.words.Variables;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            DeviceCommand.class,
            RepositoryCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  diffract demo                   draw a picture on this machine, no GPU needed",
            "  diffract build --model my-model-onnx --out repository",
            "                                  make a served repository of an exported model",
            "  diffract verify repository      check it without a server",
            "  diffract plan check             check how GPUs are to be cut (diffract.yaml)",
            "",
            "Programs of their own, which the script of the source tree starts ('diffract help NAME' says more):",
            "  diffract serve                  the frontend: page and API over the slices' servers",
            "  diffract embedded               a server in Triton's place, on the CPU",
        })
public final class DiffractCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String... args) {
        Optional<String> variable = Variables.misspelt(System.getenv().keySet());
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
        return new CommandLine(new DiffractCommand())
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::usage);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Name and version of the program, as the jar's manifest says it. */
    static String nameAndVersion() {
        return "diffract-builder "
                + Optional.ofNullable(DiffractCommand.class.getPackage().getImplementationVersion())
                        .orElse("development");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {nameAndVersion()};
        }
    }
}
