package dev.diffract.builder.graphs.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that real exporters wrote, and the demo model's. */
class ExportedGraphsInHalfTest {

    private static final Path DEMO = Path.of("../../model-repository/demo-onnx");
    private static final Set<String> KEPT = Set.of("timestep");

    @TempDir
    Path directory;

    static List<IslandLevel> levels() {
        return List.of(IslandLevel.values());
    }

    @ParameterizedTest
    @MethodSource("levels")
    void areStronglyTyped(IslandLevel level) throws IOException {
        for (Path file : graphs()) {
            HalfGraph half = HalfPrecision.convert(OnnxModel.read(file), KEPT, level);

            assertThatCode(() -> GraphTypes.requireStronglyTyped(half.model().getGraph()))
                    .as(file.toString())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16", "demo"})
    void takeAndGiveHalves(String shape) throws IOException {
        for (Path file : graphs(shape)) {
            Signature half = Signature.of(convert(file).model().getGraph());

            assertThat(Stream.concat(half.inputs().stream(), half.outputs().stream())
                            .filter(tensor -> !KEPT.contains(tensor.name())))
                    .as(file.toString())
                    .noneMatch(tensor -> tensor.elementType() == TypePlan.SINGLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16", "demo"})
    void castNoConstantsAndNothingTwice(String shape) throws IOException {
        for (Path file : graphs(shape)) {
            var graph = convert(file).model().getGraph();
            Set<String> constants = graph.getInitializerList().stream()
                    .map(TensorProto::getName)
                    .collect(Collectors.toSet());
            Set<String> casts = new HashSet<>();
            Set<String> seen = new HashSet<>();
            for (NodeProto node : graph.getNodeList()) {
                if (node.getOpType().equals("Cast")
                        && TypeClass.REAL.has((int) node.getAttribute(0).getI())) {
                    assertThat(constants).as(file.toString()).doesNotContain(node.getInput(0));
                    assertThat(casts).as(file.toString()).doesNotContain(node.getInput(0));
                    assertThat(seen.add(node.getInput(0) + node.getAttribute(0).getI()))
                            .as(file + " " + node.getName())
                            .isTrue();
                    casts.add(node.getOutput(0));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16", "demo"})
    void areTheSameBytesEveryTimeAndAfterASecondConversion(String shape) throws IOException {
        for (Path file : graphs(shape)) {
            Path first = write(convert(file), file, "first");
            Path again = write(convert(file), file, "again");
            Path twice = write(convert(first), first, "twice");

            assertThat(digests(again)).as(file.toString()).isEqualTo(digests(first));
            assertThat(digests(twice)).as(file.toString()).isEqualTo(digests(first));
        }
    }

    private static HalfGraph convert(Path file) throws IOException {
        return HalfPrecision.convert(OnnxModel.read(file), KEPT, IslandLevel.NORMALISATIONS);
    }

    private Path write(HalfGraph half, Path source, String name) throws IOException {
        Path folder = Files.createTempDirectory(directory, name);
        OnnxModelWriter.write(half.model(), source, folder.resolve("model.onnx"));
        return folder.resolve("model.onnx");
    }

    private static List<String> digests(Path file) throws IOException {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path written : files.sorted().toList()) {
                digests.add(written.getFileName() + " " + Sha256.of(written));
            }
        }
        return digests;
    }

    private List<Path> graphs() throws IOException {
        List<Path> graphs = new ArrayList<>();
        for (String shape : List.of("diffusers", "dynamo", "optimum", "optimum-fp16", "demo")) {
            graphs.addAll(graphs(shape));
        }
        return graphs;
    }

    private List<Path> graphs(String shape) throws IOException {
        Path folder = shape.equals("demo") ? DEMO : ExportedShapes.unpack(shape, directory);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> graphs =
                    files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
            assertThat(graphs).hasSizeGreaterThanOrEqualTo(4);
            return graphs;
        }
    }
}
