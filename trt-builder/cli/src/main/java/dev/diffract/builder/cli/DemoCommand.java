package dev.diffract.builder.cli;

import dev.diffract.builder.cli.demo.Demo;
import dev.diffract.builder.cli.demo.DemoException;
import dev.diffract.builder.cli.demo.DemoOptions;
import dev.diffract.builder.cli.demo.DemoPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code diffract demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws a picture on this machine, without a GPU.",
            "Writes the demo model's repository, starts embedded servers as slices and the frontend, draws one picture to"
                    + " diffract-demo.png in the current directory, or beside its other files where that cannot be written"
                    + " to, and serves the page until Ctrl-C.",
            "Those are in .diffract of the source tree, in the directory that DIFFRACT_HOME names, or, where the tree is"
                    + " somebody else's, in ~/.local/state/diffract."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String PICTURE = "diffract-demo.png";

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "a red circle on a blue background",
            description = "What to draw. Default: ${DEFAULT-VALUE}.")
    private String prompt;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "The same seed gives the same picture, to the bit where it is drawn alone. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--slices",
            paramLabel = "N",
            defaultValue = "2",
            description = "Embedded servers to start. Default: ${DEFAULT-VALUE}.")
    private int slices;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--once", description = "End after the picture.")
    private boolean once;

    @Option(names = "--model", paramLabel = "DIR", description = "Another exported model instead of the demo model.")
    private Path model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String home = System.getProperty("diffract.home");
        if (home == null) {
            throw new ParameterException(
                    spec.commandLine(), "the demo needs Diffract's source tree: start it as ./diffract demo");
        }
        Path tree = Path.of(home).toAbsolutePath().normalize();
        Path source = model == null ? tree.resolve("model-repository/demo-onnx") : model;
        PrintWriter out = spec.commandLine().getOut();
        new Demo(options(tree, state(tree), source), DiffractCommand.nameAndVersion(), line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        return 0;
    }

    /** Where the script found that there can be written. */
    private static Path state(Path tree) {
        String named = System.getProperty("diffract.state");
        return named == null
                ? tree.resolve(".diffract")
                : Path.of(named).toAbsolutePath().normalize();
    }

    private DemoOptions options(Path tree, Path state, Path source) {
        Path picture = Path.of(PICTURE).toAbsolutePath();
        if (!Files.isWritable(picture.getParent())) {
            picture = state.resolve(PICTURE);
        }
        try {
            return new DemoOptions(tree, state, source, new DemoPicture(picture, prompt, seed), slices, port, once);
        } catch (DemoException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
