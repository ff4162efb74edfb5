package dev.diffract.builder.build.verify;

import dev.diffract.builder.graphs.onnx.EmbeddingTable;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.SchedulerConfigFile;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files the frontend reads, by themselves and against the graphs. */
final class PipelineFilesCheck {

    private final List<String> findings = new ArrayList<>();
    private final ModelDirectories models;

    private PipelineFilesCheck(ModelDirectories models) {
        this.models = models;
    }

    static List<String> check(RepositoryPaths paths, Optional<Manifest> manifest, ModelDirectories models)
            throws IOException {
        PipelineFilesCheck check = new PipelineFilesCheck(models);
        try {
            SchedulerConfigFile.require(paths.schedulerConfig());
        } catch (RepositoryFileException e) {
            check.findings.add(e.getMessage());
        }
        try {
            TokenizerFiles tokenizer = TokenizerFiles.read(paths);
            check.findings.addAll(tokenizer.faults(paths));
            Optional<OnnxModel> encoder = manifest.flatMap(known -> check.graph(known, ModelRole.TEXT_ENCODER));
            if (encoder.isPresent()) {
                check.idsFit(paths, tokenizer, encoder.get(), manifest.get());
            }
        } catch (RepositoryFileException e) {
            check.findings.add(e.getMessage());
        }
        manifest.ifPresent(check::textWidth);
        return check.findings;
    }

    private void idsFit(RepositoryPaths paths, TokenizerFiles tokenizer, OnnxModel encoder, Manifest manifest)
            throws IOException {
        String ids = manifest.pipeline().family().textEncoder().tokens().name();
        Optional<Long> rows = EmbeddingTable.rows(encoder, ids);
        if (rows.isPresent()) {
            tokenizer.beyond(paths, rows.get()).ifPresent(findings::add);
        }
    }

    private void textWidth(Manifest manifest) {
        ModelFamily family = manifest.pipeline().family();
        int width = manifest.pipeline().textWidth();
        graph(manifest, ModelRole.UNET)
                .flatMap(unet ->
                        unet.signature().input(family.unet().textStates().name()))
                .ifPresent(states -> width("the UNet takes", states, width));
        for (int skip = 1; skip <= manifest.pipeline().clipSkips(); skip++) {
            String name = family.textEncoder().states(skip).name();
            graph(manifest, ModelRole.TEXT_ENCODER)
                    .flatMap(encoder -> encoder.signature().output(name))
                    .ifPresent(states -> width("the text encoder gives", states, width));
        }
    }

    private void width(String who, TensorInfo states, int width) {
        if (states.dim(2) != TensorInfo.DYNAMIC && states.dim(2) != width) {
            findings.add(who + " text states of width " + states.dim(2) + ", the manifest says " + width);
        }
    }

    private Optional<OnnxModel> graph(Manifest manifest, ModelRole role) {
        return manifest.find(role).map(model -> models.graphs().get(model.name()));
    }
}
