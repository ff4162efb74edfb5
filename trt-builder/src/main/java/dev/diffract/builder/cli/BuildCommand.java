package dev.diffract.builder.cli;

import dev.diffract.builder.assemble.BuildException;
import dev.diffract.builder.assemble.BuildRequest;
import dev.diffract.builder.assemble.BuildResult;
import dev.diffract.builder.assemble.RepositoryBuilder;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
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
            description = "What the models run on: onnx. Default: ${DEFAULT-VALUE}.")
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
            defaultValue = "8",
            description = "Samples the UNet computes at once, at most. Default: ${DEFAULT-VALUE}.")
    private int maxBatch;

    @Option(names = "--replace", description = "Replace another repository at --out.")
    private boolean replace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BuildRequest request = request();
        BuildResult result = new RepositoryBuilder(DiffractCommand.nameAndVersion(), line -> {
                    out.println(line);
                    out.flush();
                })
                .build(request);
        if (result.written()) {
            summary(result.manifest(), out);
            out.println("wrote " + request.target());
        } else {
            out.println(request.target() + " is up to date");
        }
        return 0;
    }

    private BuildRequest request() {
        try {
            return new BuildRequest(
                    model, out, runtime, name == null ? BuildRequest.nameOf(model) : name, prefix, maxBatch, replace);
        } catch (BuildException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void summary(Manifest manifest, PrintWriter out) {
        out.println();
        out.printf("%-16s %-12s %s%n", "model", "max error", "changes");
        for (ServedModel model : manifest.models()) {
            String error = model.check()
                    .map(check -> "%.2g".formatted(check.maxError()))
                    .orElse("generated");
            String changes = model.changes().isEmpty() ? "-" : String.join("; ", model.changes());
            out.printf("%-16s %-12s %s%n", model.name(), error, changes);
        }
        out.println();
    }
}
