package dev.diffract.builder.planning.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockPlaceTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "diffract.yaml, diffract.lock.yaml",
        "left.yaml, left.lock.yaml",
        "a100.goal.yaml, a100.goal.lock.yaml",
        "left.yml, left.yml.lock.yaml",
        "left, left.lock.yaml",
        ".yaml, .yaml.lock.yaml"
    })
    void isCalledAfterThePlan(String plan, String lock) {
        assertThat(LockPlace.of(directory.resolve(plan))).isEqualTo(directory.resolve(lock));
        assertThat(LockPlace.of(Path.of(plan))).isEqualTo(Path.of(lock));
    }

    @Test
    void theOldNameIsReadWhereNoOtherPlanHasIt() throws IOException {
        Path left = directory.resolve("left.yaml");
        assertThat(LockPlace.find(left)).isEmpty();

        Path old = Files.createFile(directory.resolve("diffract.lock.yaml"));
        assertThat(LockPlace.find(left)).contains(old);

        Path own = Files.createFile(directory.resolve("left.lock.yaml"));
        assertThat(LockPlace.find(left)).contains(own);
        assertThat(LockPlace.find(directory.resolve("right.yaml"))).contains(old);

        Path plan = Files.createFile(directory.resolve("diffract.yaml"));
        assertThat(LockPlace.find(directory.resolve("right.yaml"))).isEmpty();
        assertThat(LockPlace.find(left)).contains(own);
        assertThat(LockPlace.find(plan)).contains(old);
    }
}
