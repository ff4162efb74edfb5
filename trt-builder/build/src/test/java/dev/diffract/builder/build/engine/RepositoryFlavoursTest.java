package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.engine.RepositoryFlavours.Flavour;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ManifestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryFlavoursTest {

    @TempDir
    Path directory;

    @Test
    void everyRepositoryForEveryProfileOfTheCataloguePassesVerification() throws IOException {
        Path model = ExportedShapes.unpack("diffusers", directory);
        RepositoryFlavours flavours = RepositoryFlavours.of(model, directory.resolve("work"));
        List<Flavour> engines = RepositoryFlavours.all().stream()
                .filter(flavour -> flavour.slice().isPresent())
                // Several picture sizes make a difference of their own, not one per profile.
                .filter(flavour -> flavour.sizes() == 1
                        || flavour.slice().get().gpu().name().equals("H100-80GB"))
                .toList();

        assertThat(engines).hasSizeGreaterThan(100);
        for (Flavour flavour : engines) {
            Path target = directory.resolve(flavour.toString());
            Manifest manifest = flavours.write(flavour, target);
            assertThat(RepositoryVerifier.verify(target).findings())
                    .as(flavour.toString())
                    .isEmpty();
            assertThat(manifest.target().orElseThrow().profile())
                    .isEqualTo(flavour.slice().orElseThrow().profile().name());
            assertThat(ManifestFile.read(target.resolve("manifest.json"))).isEqualTo(manifest);
            FileTrees.delete(target);
        }
        Path onnx = directory.resolve("onnx");
        flavours.write(new Flavour(Optional.empty(), 2), onnx);
        assertThat(RepositoryVerifier.verify(onnx).findings()).isEmpty();
    }
}
