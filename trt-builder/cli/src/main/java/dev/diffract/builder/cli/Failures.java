package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.bench.BenchException;
import dev.diffract.builder.build.engine.NoDeviceException;
import dev.diffract.builder.build.publish.PublishException;
import dev.diffract.builder.cli.demo.DemoException;
import dev.diffract.builder.cli.fleet.FleetException;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.nvml.NvmlException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.plan.PlanException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in a sentence. A stack trace is for a debugger: nobody who typed a command can use it. */
final class Failures implements IExecutionExceptionHandler {

    /** Exceptions whose message is a sentence for users. */
    private static final List<Class<? extends Exception>> SPEAKING = List.of(
            BuildException.class,
            PublishException.class,
            DemoException.class,
            FleetException.class,
            PlanException.class,
            PlanningException.class,
            NvmlException.class,
            NoDeviceException.class,
            BenchException.class,
            CudaException.class,
            TensorRtException.class);

    private static final String NEW_SPELLING =
            "what a plan says is built by 'diffract plan build FILE --profile NAME', not by build --plan";

    static final int FAILED = 1;
    static final int USAGE = 2;

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) throws Exception {
        if (e instanceof ParameterException wrong) {
            return usage(wrong, arguments.originalArgs().toArray(String[]::new));
        }
        String sentence = sentence(e);
        sentence.lines().forEach(line -> command.getErr().println("diffract: " + line));
        return FAILED;
    }

    static int usage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("diffract: " + (isOldSpelling(arguments) ? NEW_SPELLING : WrongWords.sentence(e)));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    /** Building from a plan was once a way of {@code build}. */
    private static boolean isOldSpelling(String... arguments) {
        return arguments.length > 0
                && arguments[0].equals("build")
                && Stream.of(arguments)
                        .anyMatch(argument -> argument.equals("--plan") || argument.startsWith("--plan="));
    }

    private static String sentence(Exception e) {
        if (SPEAKING.stream().anyMatch(kind -> kind.isInstance(e))) {
            return e.getMessage();
        }
        if (e instanceof IOException io) {
            return IoReasons.of(io);
        }
        if (e instanceof UncheckedIOException unchecked) {
            return IoReasons.of(unchecked.getCause());
        }
        return "this should not have happened: " + e + ". Please report it, with the command you gave.";
    }
}
