package dev.diffract.builder.build.bench;

import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.OnnxRun;
import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.EmbeddingTable;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Repositories of graphs on ONNX Runtime, on the CPU. Their graphs have the engines' interfaces and were compared with the exported ones when they were written.
 */
public final class OnnxReferences implements References {

    private final Map<String, Path> byCheckpoint = new LinkedHashMap<>();

    /**
     * @param repositories as {@code diffract build --runtime onnx} writes them
     * @throws BenchException if one is no such repository
     */
    public OnnxReferences(List<Path> repositories) {
        for (Path repository : repositories) {
            Manifest manifest = manifest(repository);
            if (!manifest.runtime().equals(Manifest.ONNX)) {
                throw new BenchException("reference " + repository + " holds " + manifest.runtime()
                        + " models: expected one made by 'diffract build --runtime onnx'");
            }
            byCheckpoint.put(manifest.checkpoint(), repository);
        }
    }

    /** @throws BenchException if there is no repository, or its manifest is wrong */
    static Manifest manifest(Path repository) {
        try {
            return ManifestFile.read(new RepositoryPaths(repository).manifest());
        } catch (ManifestException | IOException e) {
            throw new BenchException(e.getMessage(), e);
        }
    }

    @Override
    public Reference open(Manifest engines, ServedModel model) {
        Path repository = byCheckpoint.get(engines.checkpoint());
        if (repository == null) {
            throw new BenchException("no --reference was made from the same checkpoint as " + engines.model()
                    + ": make one with 'diffract build --runtime onnx' from the same folder");
        }
        ServedModel graph = manifest(repository)
                .find(model.role())
                .orElseThrow(() -> new BenchException("reference " + repository + " has no "
                        + model.role().id() + ": build both repositories with the same models"));
        return new OnnxReference(
                new RepositoryPaths(repository).version(graph.name()).resolve("model.onnx"),
                engines.pipeline().family().textEncoder().tokens().name());
    }

    private static final class OnnxReference implements Reference {

        /** What every vocabulary of CLIP starts with: a graph that takes no tokens, or hides how many, takes these. */
        private static final long BYTES = 256;

        private final Signature signature;
        private final int vocabulary;
        private final OnnxRun run;
        private final Path graph;

        OnnxReference(Path graph, String tokens) {
            this.graph = graph;
            try {
                OnnxModel model = OnnxModel.read(graph);
                signature = model.signature();
                vocabulary = Math.toIntExact(EmbeddingTable.rows(model, tokens).orElse(BYTES));
                run = new OnnxRun(graph);
            } catch (IOException | CheckException e) {
                throw new BenchException("reference " + graph + " cannot be loaded: " + e.getMessage(), e);
            }
        }

        @Override
        public Map<String, Tensor> run(List<Tensor> inputs) {
            try {
                return run.run(inputs.stream().map(this::typed).toList());
            } catch (CheckException e) {
                throw new BenchException("reference " + graph + ": " + e.getMessage(), e);
            }
        }

        private Tensor typed(Tensor input) {
            TensorType type = signature
                    .input(input.name())
                    .map(TensorInfo::elementType)
                    .flatMap(ElementTypes::of)
                    .orElse(input.type());
            return type == TensorType.FP32 && input.type() == TensorType.FP16
                    ? Tensor.ofFloats(input.name(), type, input.shape(), input.floats())
                    : input;
        }

        @Override
        public int vocabulary() {
            return vocabulary;
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
