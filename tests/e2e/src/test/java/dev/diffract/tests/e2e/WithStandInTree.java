package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of the script {@code diffract}: each has a tree of its own in which everything is built. */
abstract class WithStandInTree {

    @TempDir
    Path temporary;

    Path home;
    StandInTree tree;

    @BeforeEach
    void everythingIsBuilt() throws IOException {
        home = temporary.resolve("a blänk path");
        tree = StandInTree.write(home);
    }

    Finished run(String... words) {
        return tree.run(Map.of(), words);
    }

    /** What it said, having ended well. */
    String diffract(String... words) {
        Finished finished = run(words);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }
}
