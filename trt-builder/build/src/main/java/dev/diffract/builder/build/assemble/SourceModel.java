package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.EmbeddingTable;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.SchedulerConfigFile;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A folder of exported components, read and found complete.
 *
 * @param found by role
 * @param digests of the graphs with their external data, {@code sha256:...}
 * @param checkpoint digest over all that determines pictures: the graphs, tokenizer and scheduler, and the numbers of the other files
 * @param vae what its files say of the autoencoder
 * @param length how long texts are
 */
record SourceModel(
        Path folder,
        Map<ModelRole, ExportedGraph> found,
        Map<ModelRole, String> digests,
        String checkpoint,
        TokenizerFiles tokenizer,
        VaeSettings vae,
        TextLength length) {

    private static final List<ModelRole> VAE = List.of(ModelRole.VAE_DECODER, ModelRole.VAE_ENCODER);

    /** Folders that the frontend needs and that are copied as they are. */
    static final List<String> COPIED = List.of("tokenizer", "scheduler");

    /**
     * @throws BuildException if something is missing, damaged or unsupported
     */
    static SourceModel read(Path folder, Consumer<String> progress) throws IOException {
        Map<ModelRole, ExportedGraph> found = ComponentFinder.find(folder, progress);
        ModelFolder place = new ModelFolder(folder);
        for (String copied : COPIED) {
            place.files(copied);
        }
        RepositoryPaths paths = new RepositoryPaths(folder);
        TokenizerFiles tokenizer;
        try {
            tokenizer = TokenizerFiles.read(paths);
            SchedulerConfigFile.require(paths.schedulerConfig());
            TokenizerFiles.remarks(paths).forEach(progress);
            SchedulerConfigFile.remarks(paths.schedulerConfig()).forEach(progress);
        } catch (RepositoryFileException e) {
            throw new BuildException(e.getMessage(), e);
        }
        List<String> faults = new ArrayList<>(tokenizer.faults(paths));
        OnnxModel encoder = found.get(ModelRole.TEXT_ENCODER).model();
        Optional<Long> rows = EmbeddingTable.rows(
                encoder, ComponentRules.FAMILY.textEncoder().tokens().name());
        if (rows.isPresent()) {
            tokenizer.beyond(paths, rows.get()).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            throw new BuildException(String.join("\n", faults));
        }
        Map<ModelRole, String> digests = new EnumMap<>(ModelRole.class);
        for (Map.Entry<ModelRole, ExportedGraph> graph : found.entrySet()) {
            digests.put(graph.getKey(), graph.getValue().model().digest());
        }
        TextLength length = TextLength.of(place, folder, ComponentRules.FAMILY, encoder);
        List<Path> autoencoder = VAE.stream()
                .filter(found::containsKey)
                .map(role -> found.get(role).model().file().resolveSibling(""))
                .toList();
        VaeSettings vae = VaeSettings.read(place, folder, autoencoder, ComponentRules.FAMILY.defaults());
        return new SourceModel(
                folder, found, digests, checkpoint(folder, digests, vae, length), tokenizer, vae, length);
    }

    /** The graphs by role. */
    Map<ModelRole, OnnxModel> graphs() {
        Map<ModelRole, OnnxModel> graphs = new EnumMap<>(ModelRole.class);
        found.forEach((role, graph) -> graphs.put(role, graph.model()));
        return graphs;
    }

    boolean hasSafetyChecker() {
        return found.containsKey(ModelRole.SAFETY_CHECKER);
    }

    /** The same without it, also in the checkpoint's digest. */
    SourceModel withoutSafetyChecker() throws IOException {
        Map<ModelRole, ExportedGraph> rest = new EnumMap<>(found);
        Map<ModelRole, String> restDigests = new EnumMap<>(digests);
        rest.remove(ModelRole.SAFETY_CHECKER);
        restDigests.remove(ModelRole.SAFETY_CHECKER);
        return new SourceModel(
                folder, rest, restDigests, checkpoint(folder, restDigests, vae, length), tokenizer, vae, length);
    }

    private static String checkpoint(Path folder, Map<ModelRole, String> digests, VaeSettings vae, TextLength length)
            throws IOException {
        Set<String> lines = new TreeSet<>();
        lines.add("scaling_factor " + vae.scalingFactor());
        lines.add("text_length " + length.tokens());
        digests.forEach((role, digest) -> lines.add(role.id() + " " + digest));
        for (String copied : COPIED) {
            for (Path file : RepositoryWriter.files(folder.resolve(copied))) {
                lines.add(copied + "/" + file.getFileName() + " " + Sha256.of(file));
            }
        }
        return "sha256:" + Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
