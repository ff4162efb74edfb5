package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code diffract} in a source tree of a few files, with a Maven and a Java that only say how they were called. */
class LauncherIT extends WithStandInTree {

    private static final Instant CHANGED = StandInTree.LONG_AGO.plusSeconds(120);

    @ParameterizedTest
    @ValueSource(strings = {"version", "embedded", "serve"})
    void startsWhatIsBuiltWithoutMaven(String command) {
        assertThat(diffract(command)).contains("-jar " + home.resolve(tree.program(command)));
        assertThat(home.resolve("maven")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "version, pom.xml",
        "version, model-repository/pom.xml",
        "version, model-repository/src/main/java/Contract.java",
        "version, trt-builder/pom.xml",
        "version, trt-builder/src/main/java/Builder.java",
        "version, trt-builder/cli/pom.xml",
        "version, trt-builder/cli/src/main/java/Command.java",
        "embedded, pom.xml",
        "embedded, model-repository/pom.xml",
        "embedded, embedded-server/pom.xml",
        "embedded, embedded-server/src/main/resources/settings",
        "serve, pom.xml",
        "serve, model-repository/src/main/java/Contract.java",
        "serve, quarkus-frontend/pom.xml",
        "serve, quarkus-frontend/core/src/main/java/Core.java",
        "serve, quarkus-frontend/app/pom.xml"
    })
    void buildsOnceWhenAPomOrASourceChanged(String command, String changed) throws IOException {
        tree.touch(changed, CHANGED);

        assertThat(diffract(command)).contains("-jar " + home.resolve(tree.program(command)));
        assertThat(builds()).singleElement().asString().contains("-pl " + module(command) + " -am package");

        diffract(command);
        assertThat(builds())
                .as("a build that changed nothing in the jar is not repeated")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "version, README.md",
        "version, embedded-server/pom.xml",
        "embedded, embedded-server/src/test/java/ServerTest.java",
        "embedded, trt-builder/pom.xml",
        "serve, trt-builder/src/main/java/Builder.java"
    })
    void doesNotBuildForWhatAProgramIsNotMadeOf(String command, String changed) throws IOException {
        tree.touch(changed, CHANGED);

        diffract(command);
        assertThat(home.resolve("maven")).doesNotExist();
    }

    @Test
    void theDemoBuildsWhatIsMissingInOneGo() throws IOException {
        Files.delete(home.resolve(tree.program("version")));
        Files.delete(home.resolve(tree.program("serve")));

        diffract("demo");
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("-pl " + module("version") + "," + module("serve") + " ");
    }

    /** Two of Maven in one tree break each other. */
    @Test
    void whoComesWhileItIsBuiltWaitsForThatBuild() throws IOException {
        assumeThat(System.getenv("PATH").split(File.pathSeparator))
                .as("flock is on this machine")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "flock")));
        tree.touch("pom.xml", CHANGED);
        Path hold = Files.createFile(home.resolve("hold-maven"));
        try (RunningProgram first = tree.start("first", "serve")) {
            await().until(() -> Files.exists(home.resolve("maven")));
            try (RunningProgram second = tree.start("second", "serve")) {
                await().untilAsserted(() -> assertThat(second.output())
                        .isEqualTo("diffract: waiting for the build that somebody else began in " + home + " ...\n"));
                Files.delete(hold);
                for (RunningProgram each : List.of(first, second)) {
                    Finished finished = each.awaitExit(Duration.ofMinutes(1));
                    assertThat(finished.exitCode()).as(finished.output()).isZero();
                    assertThat(finished.output()).contains("-jar " + home.resolve(tree.program("serve")));
                }
            }
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void noVersionStandsInTheScript() throws IOException {
        assertThat(Files.readString(home.resolve("diffract"))).doesNotContainPattern("\\d+\\.\\d+\\.\\d+-");
    }

    @Test
    void helpOfAProgramIsItsOwn() throws IOException {
        assertThat(diffract("serve", "--help"))
                .startsWith("Usage: diffract serve ")
                .contains("-Ddiffract.slices=", "DIFFRACT_SLICES", "-Dquarkus.management.port=")
                .contains("quarkus-frontend/app/README.md has all keys")
                .isEqualTo(diffract("help", "serve"))
                .isEqualTo(diffract("serve", "-h"));
        assertThat(diffract("help", "embedded"))
                .endsWith("-jar " + home.resolve(tree.program("embedded")) + " --help\n");
        assertThat(diffract("help", "plan")).endsWith("-jar " + home.resolve(tree.program("version")) + " help plan\n");
        assertThat(diffract("serve", "-Ddiffract.slices=a=b:1"))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -Ddiffract.slices=a=b:1 -jar "
                        + home.resolve(tree.program("serve")) + "\n");
        assertThat(diffract("embedded", "--http-port", "1"))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -jar " + home.resolve(tree.program("embedded"))
                        + " --http-port 1\n");
    }

    /** In the locale C Java opens no file whose name has an umlaut: neither the programs here nor what they are given. */
    @Test
    void withoutALocaleNamesWithUmlautsAreUnderstood() {
        Finished finished = tree.run(Map.of("LC_ALL", "C", "SHOW_LOCALE", "yes"), "version");

        assertThat(finished.output()).contains("-jar " + home.resolve(tree.program("version")), "locale C.UTF-8");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(home.resolve("maven"));
    }

    private String module(String command) {
        return tree.program(command).replaceAll("/target/.*", "");
    }
}
