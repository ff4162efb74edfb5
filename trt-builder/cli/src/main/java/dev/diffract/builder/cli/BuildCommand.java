package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.BuildResult;
import dev.diffract.builder.build.assemble.RepositoryBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Folder with the exported model: graphs, tokenizer/, scheduler/.")
    private Path model;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory of the repository.")
    private Path out;

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            defaultValue = BuildRequest.ONNX,
            description = "What the models run on: onnx. Engines are built from a plan: see 'diffract plan build'.")
    private String runtime;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model in requests. Default: the folder's name without '-onnx'.")
    private String name;

    @Option(
            names = "--max-batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Samples the UNet computes at once, at most. Default: ${DEFAULT-VALUE}.")
    private int maxBatch;

    @Option(names = "--replace", description = "Replace another repository at --out.")
    private boolean replace;

    @Option(names = "--fresh", description = "Build again even if nothing changed.")
    private boolean fresh;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter terminal = spec.commandLine().getOut();
        BuildRequest request = request();
        RepositoryBuilder builder = new RepositoryBuilder(DiffractCommand.nameAndVersion(), this::say);
        BuildResult result = fresh ? builder.buildAgain(request) : builder.build(request);
        if (result.written()) {
            ManifestSummary.print(result.manifest(), terminal);
            terminal.println("wrote " + request.target());
        } else {
            terminal.println(request.target() + " is up to date");
        }
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private BuildRequest request() {
        try {
            return new BuildRequest(
                    model, out, runtime, name == null ? BuildRequest.nameOf(model) : name, maxBatch, replace);
        } catch (BuildException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
