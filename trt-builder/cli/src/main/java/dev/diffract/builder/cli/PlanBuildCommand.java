package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.engine.ProfileBuild;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.repository.layout.Manifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan build}. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Builds what the plan serves on slices of one MIG profile, as the next version below the plan's repositories, and serves"
                    + " it.",
            "To be run inside such a slice: engines belong to the slice they were built in. What did not change is not built again."
        })
final class PlanBuildCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(
            names = "--profile",
            required = true,
            paramLabel = "NAME",
            description = "The MIG profile, such as 1g.10gb, or whole for a card that a goal shares.")
    private String profile;

    @Option(
            names = "--gpu",
            paramLabel = "NAME",
            description =
                    "Which GPU of the plan, by its name or its model's. Only needed where several have that profile, or the"
                            + " plan leaves the model open.")
    private String gpu;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "One of the plan's models. Default: all that the plan serves on such slices.")
    private String model;

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            defaultValue = Manifest.TENSORRT,
            description = "What the models run on: tensorrt or onnx. Default: ${DEFAULT-VALUE}.")
    private String runtime;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description = "Where TensorRT is. Default: LD_LIBRARY_PATH and the usual places.")
    private Path tensorRt;

    @Option(names = "--fresh", description = "Build again even if nothing changed.")
    private boolean fresh;

    @Option(names = "--no-switch", description = "Publish, but go on serving what is served.")
    private boolean noSwitch;

    @Mixin
    private ErrorBoundOptions bound;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!runtime.equals(Manifest.ONNX) && !runtime.equals(Manifest.TENSORRT)) {
            throw new ParameterException(
                    spec.commandLine(), "runtime '" + runtime + "' is unknown: expected tensorrt or onnx");
        }
        PlannedBuild build = new PlannedBuild(
                PlanReader.read(file),
                new PlannedBuild.Wanted(profile, Optional.ofNullable(gpu), Optional.ofNullable(model)),
                tensorRt,
                fresh,
                !noSwitch,
                bound.bound(spec.commandLine()));
        PrintWriter terminal = spec.commandLine().getOut();
        RepositoryAssembly assembly = new RepositoryAssembly(DiffractCommand.nameAndVersion(), line -> {
            terminal.println(line);
            terminal.flush();
        });
        List<ProfileBuild.Result> results = runtime.equals(Manifest.ONNX)
                ? build.onnx(assembly)
                : build.tensorRt(assembly, new ProgressBars(terminal, Terminal.attached()));
        results.forEach(result -> report(result, terminal));
        return 0;
    }

    private static void report(ProfileBuild.Result result, PrintWriter terminal) {
        if (result.written()) {
            ManifestSummary.print(result.manifest(), terminal);
            EngineTable.print(result.manifest(), terminal);
        }
        terminal.println((result.written() ? "published version " : "up to date: version ") + result.version() + " of "
                + result.place().path());
    }
}
