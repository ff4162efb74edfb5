package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.BuildResult;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.build.engine.ProfileBuild;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code diffract build}. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a repository that inference servers can serve.",
            "Reads the ONNX graphs of a model folder as diffusers or Optimum export it, changes them for serving, compares"
                    + " them with their originals, and publishes the result in one step: a build that fails or is killed"
                    + " leaves nothing half done."
        })
final class BuildCommand implements Callable<Integer> {

    private static final int DEFAULT_BATCH = 8;

    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description =
                    "Folder with the exported model: graphs, tokenizer/, scheduler/. With --plan: name of one of the"
                            + " plan's models. Default then: all that the plan serves on such slices.")
    private String model;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory of the repository. Not with --plan.")
    private Path out;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "Build what a plan file says for slices of one MIG profile, as the next version below the plan's"
                            + " repositories, and serve it. To be run inside such a slice.")
    private Path plan;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "With --plan: the MIG profile, such as 1g.10gb, or whole for a card that a goal shares.")
    private String profile;

    @Option(
            names = "--gpu",
            paramLabel = "NAME",
            description =
                    "With --plan: which GPU of the plan, by its name or its model's. Only needed where several have"
                            + " that profile, or the plan leaves the model open.")
    private String gpu;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description = "With --plan: where TensorRT is. Default: LD_LIBRARY_PATH and the usual places.")
    private Path tensorRt;

    @Option(names = "--fresh", description = "With --plan: build again even if nothing changed.")
    private boolean fresh;

    @Option(names = "--no-switch", description = "With --plan: publish, but go on serving what is served.")
    private boolean noSwitch;

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            description =
                    "What the models run on: onnx, or with --plan also tensorrt. Default: onnx, with --plan tensorrt.")
    private String runtime;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model in requests. Default: the folder's name without '-onnx'.")
    private String name;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Put in front of the served models' names, for several models on one server: 'sd15.' gives"
                    + " sd15.unet.")
    private String prefix;

    @Option(
            names = "--max-batch",
            paramLabel = "N",
            description = "Samples the UNet computes at once, at most. Default: 8.")
    private Integer maxBatch;

    @Option(names = "--replace", description = "Replace another repository at --out.")
    private boolean replace;

    @Mixin
    private ErrorBoundOptions bound;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (plan != null) {
            return planned();
        }
        require(model != null && out != null, "expected --model DIR and --out DIR, or --plan FILE and --profile NAME");
        require(
                profile == null && gpu == null && tensorRt == null && !fresh && !noSwitch,
                "--profile, --gpu, --tensorrt, --fresh and --no-switch are for builds with --plan");
        PrintWriter terminal = spec.commandLine().getOut();
        BuildRequest request = request();
        BuildResult result = new RepositoryBuilder(DiffractCommand.nameAndVersion(), this::say).build(request);
        if (result.written()) {
            summary(result.manifest(), terminal);
            terminal.println("wrote " + request.target());
        } else {
            terminal.println(request.target() + " is up to date");
        }
        return 0;
    }

    private int planned() {
        require(profile != null, "--plan needs --profile: which slices to build for, such as 1g.10gb");
        require(
                out == null && !replace,
                "--out and --replace are not for builds with --plan: the plan says where, and nothing is replaced");
        require(
                name == null && prefix.isEmpty(),
                "--name and --prefix are not for builds with --plan: the plan names its models");
        require(maxBatch == null, "--max-batch is not for builds with --plan: the plan says max-batch for each model");
        String chosen = runtime == null ? Manifest.TENSORRT : runtime;
        require(
                chosen.equals(Manifest.ONNX) || chosen.equals(Manifest.TENSORRT),
                "runtime '" + chosen + "' is unknown: expected tensorrt or onnx");
        PlannedBuild build = new PlannedBuild(
                PlanReader.read(plan),
                profile,
                Optional.ofNullable(gpu),
                Optional.ofNullable(model),
                tensorRt,
                fresh,
                !noSwitch,
                bound.bound(spec.commandLine()));
        PrintWriter terminal = spec.commandLine().getOut();
        RepositoryAssembly assembly = new RepositoryAssembly(DiffractCommand.nameAndVersion(), this::say);
        List<ProfileBuild.Result> results = chosen.equals(Manifest.ONNX)
                ? build.onnx(assembly)
                : build.tensorRt(assembly, new ProgressBars(terminal, Terminal.attached()));
        for (ProfileBuild.Result result : results) {
            if (result.written()) {
                summary(result.manifest(), terminal);
                EngineTable.print(result.manifest(), terminal);
            }
            terminal.println((result.written() ? "published version " : "up to date: version ") + result.version()
                    + " of " + result.place().path());
        }
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private BuildRequest request() {
        try {
            Path source = Path.of(model);
            return new BuildRequest(
                    source,
                    out,
                    runtime == null ? BuildRequest.ONNX : runtime,
                    name == null ? BuildRequest.nameOf(source) : name,
                    prefix,
                    maxBatch == null ? DEFAULT_BATCH : maxBatch,
                    replace);
        } catch (BuildException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static void summary(Manifest manifest, PrintWriter out) {
        out.println();
        out.printf("%-16s %-12s %s%n", "model", "max error", "changes");
        for (ServedModel model : manifest.models()) {
            String error = model.check()
                    .map(check -> String.format(Locale.ROOT, "%.2g", check.maxError()))
                    .orElse("generated");
            String changes = model.changes().isEmpty() ? "-" : String.join("; ", model.changes());
            out.printf("%-16s %-12s %s%n", model.name(), error, changes);
        }
        out.println();
    }
}
