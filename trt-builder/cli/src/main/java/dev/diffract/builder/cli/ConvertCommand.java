package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildRequest;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.engine.HalfModel;
import dev.diffract.builder.build.engine.HalfModels;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diffract convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a model's graphs in FP16, as TensorRT engines are built from them, and says what that costs.",
            "Each graph is compared with its original on ONNX Runtime, with every tensor rounded as a GPU rounds it. One that"
                    + " is beyond the bound is tried again with more of it in FP32, and refused if that does not help."
        })
final class ConvertCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Folder with the exported model: graphs, tokenizer/, scheduler/.")
    private Path model;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory for the graphs, a new one.")
    private Path out;

    @Mixin
    private ErrorBoundOptions bound;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter terminal = spec.commandLine().getOut();
        Consumer<String> progress = line -> {
            terminal.println(line);
            terminal.flush();
        };
        Path source = model.toAbsolutePath().normalize();
        Recipe recipe = new Recipe(source, BuildRequest.nameOf(source), SafetyChecker.AUTO, Optional.empty());
        RepositoryAssembly assembly = new RepositoryAssembly(DiffractCommand.nameAndVersion(), progress);
        List<HalfModel> models = new HalfModels(assembly, progress).write(recipe, out, bound.bound(spec.commandLine()));
        terminal.println();
        terminal.println("model            max error  mean error     largest  max, relative  mean, relative");
        models.forEach(converted -> converted
                .prepared()
                .error()
                .ifPresent(error -> row(converted.role().id(), error, terminal)));
        terminal.println();
        for (HalfModel converted : models) {
            terminal.println(converted.role().id() + ": "
                    + String.join("; ", converted.prepared().changes()));
        }
        terminal.println();
        terminal.println("wrote " + out);
        return 0;
    }

    private static void row(String name, NumericCheck check, PrintWriter terminal) {
        double scale = Math.max(1, check.largest());
        terminal.printf(
                Locale.ROOT,
                "%-15s %10.2e  %10.2e  %10.2e     %10.2e      %10.2e%n",
                name,
                check.maxError(),
                check.meanError(),
                check.largest(),
                check.maxError() / scale,
                check.meanError() / scale);
    }
}
