package dev.diffract.builder.cli;

import dev.diffract.builder.build.bench.Baseline;
import dev.diffract.builder.build.bench.BaselineFile;
import dev.diffract.builder.build.bench.BenchDocument;
import dev.diffract.builder.build.bench.BenchException;
import dev.diffract.builder.build.bench.BenchFigures;
import dev.diffract.builder.build.bench.BenchReport;
import dev.diffract.builder.build.bench.BenchRow;
import dev.diffract.builder.build.bench.EngineBench;
import dev.diffract.builder.build.bench.EngineDevice;
import dev.diffract.builder.build.bench.OnnxReferences;
import dev.diffract.builder.build.bench.TensorRtDevice;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract bench engines}. */
@Command(
        name = "engines",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the engines of repositories on the visible GPU, compares them with ONNX Runtime, and prints a table of times, memory and errors.",
            "Ends with 1 if an engine is further from ONNX Runtime than FP16 explains."
        })
final class BenchEnginesCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "Repositories of engines, or the directories of their versions, of which the served one is taken.")
    private List<Path> repositories;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "DIR",
            description = "Repository of the same checkpoint, made by 'diffract build --runtime onnx'. One for each.")
    private List<Path> references;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "What PyTorch takes on this GPU (deploy/gpu-proof/torch_baseline.py). Several are possible.")
    private List<Path> baselines = List.of();

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description = "Where TensorRT is. Default: LD_LIBRARY_PATH and the usual places.")
    private Path tensorRt;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "Also put the table into this Markdown file, between its marks.")
    private Path document;

    @Option(names = "--figures", paramLabel = "FILE", description = "Also write the figures as JSON.")
    private Path figures;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Baseline> known = baselines.stream().map(BaselineFile::read).toList();
        OnnxReferences right = new OnnxReferences(references);
        if (document != null) {
            BenchDocument.requirePlace(document);
        }
        List<BenchRow> rows = new ArrayList<>();
        BenchReport report;
        try (EngineDevice device = TensorRtDevice.open(tensorRt)) {
            EngineBench bench = new EngineBench(device, right, known, this::say);
            report = BenchReport.of(device, known, LocalDate.now(ZoneOffset.UTC), DiffractCommand.nameAndVersion());
            for (Path repository : repositories) {
                rows.addAll(bench.run(served(repository)));
            }
        }
        publish(report.lines(rows), rows);
        report.objection(rows).ifPresent(sentence -> {
            throw new BenchException(sentence);
        });
        return 0;
    }

    private void publish(List<String> report, List<BenchRow> rows) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        report.forEach(out::println);
        out.println();
        List<BenchFigures.Figure> all = BenchFigures.of(rows);
        all.forEach(out::println);
        out.flush();
        if (figures != null) {
            BenchFigures.write(all, figures);
        }
        if (document != null) {
            BenchDocument.write(document, report);
        }
    }

    private static Path served(Path directory) {
        Path current = directory.resolve(ProfileDirectory.CURRENT);
        return Files.exists(new RepositoryPaths(directory).manifest()) || !Files.exists(current) ? directory : current;
    }

    private void say(String engine) {
        spec.commandLine().getErr().println("diffract: " + engine + " ...");
    }
}
