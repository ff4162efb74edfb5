package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.assemble.OddFolder;
import dev.diffract.builder.build.engine.RepositoryFlavours;
import dev.diffract.builder.build.engine.RepositoryFlavours.Flavour;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.tests.triton.TritonCore.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What diffract build writes loads in Triton's core")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadsInTritonIT {

    @TempDir
    private Path directory;

    private TritonCore core;

    @BeforeAll
    void build() {
        core = TritonCore.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "8", "64"})
    void whateverTheLargestBatch(String maxBatch) {
        WrittenRepository written =
                WrittenRepository.build(directory.resolve("batch" + maxBatch), "--max-batch", maxBatch);
        loads(written);
    }

    @Test
    void whenTwoModelsShareAServer() {
        WrittenRepository both = WrittenRepository.build(directory.resolve("one"), "--name", "one");
        WrittenRepository other = WrittenRepository.build(directory.resolve("other"), "--name", "an.other-model");
        other.copyModelsTo(both);
        Verdict verdict = core.judge(both.models());
        assertThat(verdict.accepted()).as(verdict.toString()).isTrue();
        assertThat(verdict.states()).hasSizeGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource
    void whateverFolderItIsMadeOf(OddFolder folder) {
        Path model = folder.write(directory.resolve(folder.name()));
        loads(WrittenRepository.build(model, directory.resolve(folder.name() + "-repository")));
    }

    @Test
    void asEnginesForEveryProfileOfEveryGpu() throws IOException {
        Path model = ExportedShapes.unpack("diffusers", directory);
        RepositoryFlavours flavours = RepositoryFlavours.of(model, directory.resolve("work"));
        for (Flavour flavour : RepositoryFlavours.all()) {
            Path root = directory.resolve(flavour.toString());
            flavours.write(flavour, root);
            loads(new WrittenRepository(root));
            FileTrees.delete(root);
        }
    }

    private void loads(WrittenRepository written) {
        Verdict verdict = core.judge(written.models());
        assertThat(verdict.accepted()).as(written.root() + ": " + verdict).isTrue();
        assertThat(verdict.states()).hasSizeGreaterThanOrEqualTo(6);
    }
}
