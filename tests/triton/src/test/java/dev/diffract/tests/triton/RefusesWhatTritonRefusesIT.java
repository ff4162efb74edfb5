package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.triton.TritonCore.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("diffract verify refuses what Triton's core refuses, for the same reason")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusesWhatTritonRefusesIT {

    private Path directory;

    private TritonCore core;
    private WrittenRepository written;
    private int copies;

    @BeforeAll
    void build(@TempDir Path shared) {
        directory = shared;
        core = TritonCore.build();
        written = WrittenRepository.build(directory.resolve("repository"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "dev.diffract.tests.triton.BrokenConfigurations#files",
        "dev.diffract.tests.triton.BrokenConfigurations#models",
        "dev.diffract.tests.triton.BrokenConfigurations#schedulers",
        "dev.diffract.tests.triton.BrokenConfigurations#instances",
        "dev.diffract.tests.triton.BrokenConfigurations#ensembles"
    })
    void bothSay(Broken broken) {
        WrittenRepository repository = written.copyTo(directory.resolve("copy" + copies++));
        broken.change().accept(repository);
        Verdict verdict = core.judge(repository.models());
        assertThat(verdict.accepted()).as(verdict.toString()).isFalse();
        assertThat(verdict.words()).contains(written.named(broken.triton()));
        assertThat(repository.verify(directory)).contains(written.named(broken.verify()));
    }
}
