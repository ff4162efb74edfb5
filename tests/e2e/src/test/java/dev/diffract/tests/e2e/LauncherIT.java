package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code diffract} in a source tree of a few files, with a Maven and a Java that only say how they were called. */
class LauncherIT {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BUILT = LONG_AGO.plusSeconds(60);
    private static final Instant CHANGED = LONG_AGO.plusSeconds(120);

    private static final Map<String, String> PROGRAMS = Map.of(
            "version", jar(Programs.builder()),
            "embedded", jar(Programs.embeddedServer()),
            "serve", jar(Programs.frontend(List.of())));
    private static final List<String> SOURCES = List.of(
            "pom.xml",
            "model-repository/pom.xml",
            "model-repository/src/main/java/Contract.java",
            "trt-builder/pom.xml",
            "trt-builder/src/main/java/Builder.java",
            "trt-builder/cli/pom.xml",
            "trt-builder/cli/src/main/java/Command.java",
            "embedded-server/pom.xml",
            "embedded-server/src/main/resources/settings",
            "embedded-server/src/test/java/ServerTest.java",
            "quarkus-frontend/pom.xml",
            "quarkus-frontend/core/src/main/java/Core.java",
            "quarkus-frontend/app/pom.xml",
            "README.md");

    @TempDir
    Path temporary;

    private Path home;

    @BeforeEach
    void everythingIsBuilt() throws IOException {
        home = temporary.resolve("a blänk path");
        Path bin = Files.createDirectories(home.resolve("bin"));
        executable(bin.resolve("java"), """
                [ "$1" != -version ] || { echo 'openjdk version "17.0.1"' >&2; exit; }
                echo "java $*"
                """);
        // Like Maven, it writes no jar whose contents are the same.
        executable(bin.resolve("mvn"), "echo \"mvn $*\" >> \"" + home.resolve("maven") + "\"\n");
        Files.copy(Programs.home().resolve("diffract"), home.resolve("diffract"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String source : SOURCES) {
            touch(source, LONG_AGO);
        }
        for (String program : PROGRAMS.values()) {
            touch(program, BUILT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "embedded", "serve"})
    void startsWhatIsBuiltWithoutMaven(String command) {
        assertThat(diffract(command)).contains("-jar " + home.resolve(PROGRAMS.get(command)));
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
        touch(changed, CHANGED);

        assertThat(diffract(command)).contains("-jar " + home.resolve(PROGRAMS.get(command)));
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
        touch(changed, CHANGED);

        diffract(command);
        assertThat(home.resolve("maven")).doesNotExist();
    }

    @Test
    void theDemoBuildsWhatIsMissingInOneGo() throws IOException {
        Files.delete(home.resolve(PROGRAMS.get("version")));
        Files.delete(home.resolve(PROGRAMS.get("serve")));

        diffract("demo");
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("-pl " + module("version") + "," + module("serve") + " ");
    }

    @Test
    void noVersionStandsInTheScript() throws IOException {
        assertThat(Files.readString(home.resolve("diffract"))).doesNotContainPattern("\\d+\\.\\d+\\.\\d+-");
    }

    @Test
    void helpOfAProgramIsItsOwn() throws IOException {
        assertThat(diffract("serve", "--help"))
                .startsWith("Usage: diffract serve ")
                .contains("-Ddiffract.slices=", "DIFFRACT_SLICES")
                .isEqualTo(diffract("help", "serve"))
                .isEqualTo(diffract("serve", "-h"));
        assertThat(diffract("help", "embedded"))
                .endsWith("-jar " + home.resolve(PROGRAMS.get("embedded")) + " --help\n");
        assertThat(diffract("help", "plan")).endsWith("-jar " + home.resolve(PROGRAMS.get("version")) + " help plan\n");
        assertThat(diffract("serve", "-Ddiffract.slices=a=b:1"))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -Ddiffract.slices=a=b:1 -jar "
                        + home.resolve(PROGRAMS.get("serve")) + "\n");
        assertThat(diffract("embedded", "--http-port", "1"))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -jar " + home.resolve(PROGRAMS.get("embedded"))
                        + " --http-port 1\n");
    }

    @Test
    void whatServeDoesNotTakeIsNotGivenToJava() {
        Finished finished = run("serve", "a=localhost:8001");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output())
                .startsWith("diffract: serve takes keys and options of Java")
                .contains("'a=localhost:8001' is none. 'diffract serve --help' says more.");
    }

    private Finished run(String... words) {
        return RunningProgram.start(
                        "diffract",
                        Stream.concat(Stream.of("bash", home.resolve("diffract").toString()), Stream.of(words))
                                .toList(),
                        home,
                        Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH"), "JAVA_HOME", ""))
                .awaitExit(Duration.ofMinutes(1));
    }

    private String diffract(String... words) {
        Finished finished = run(words);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(home.resolve("maven"));
    }

    private static String module(String command) {
        return PROGRAMS.get(command).replaceAll("/target/.*", "");
    }

    /** Where a program lies in the tree, from its command line. */
    private static String jar(List<String> commandLine) {
        Path jar = Path.of(commandLine.get(commandLine.indexOf("-jar") + 1));
        return Programs.home().relativize(jar).toString();
    }

    private void touch(String file, Instant time) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
