package dev.diffract.tests.e2e;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A source tree of a few files with the script {@code diffract}, everything built, and a Maven and a Java that only say how they were
 * called. Where the environment's {@code REAL_JAVA} names a Java, that one answers what is asked before a start.
 *
 * @param home its root
 */
record StandInTree(Path home) {

    static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    /** Answers what Java is asked, while the stand-in starts nothing. */
    static final Map<String, String> REAL_JAVA = Map.of(
            "REAL_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());

    private static final Instant BUILT = LONG_AGO.plusSeconds(60);
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

    static StandInTree write(Path home) throws IOException {
        StandInTree tree = new StandInTree(home);
        Path bin = Files.createDirectories(home.resolve("bin"));
        executable(bin.resolve("java"), """
                echo "$* $JAVA_TOOL_OPTIONS" >> "$(dirname "$0")/javas"
                told="$JDK_JAVA_OPTIONS$JAVA_TOOL_OPTIONS$_JAVA_OPTIONS"
                [ "$1$told" != -version ] || { echo 'openjdk version "17.0.1"' >&2; exit; }
                case "$told $*" in *' -version') [ -z "$REAL_JAVA" ] || exec "$REAL_JAVA" "$@" ;; esac
                case "$told $*" in *-XX:ExitOnOut*) echo "Missing +/- for 'ExitOnOutOfMemoryError'" >&2; exit 1 ;; esac
                case "$*" in *-Xunheard*) echo 'Unrecognized option' >&2; exit 1 ;; esac
                echo "java $*"
                [ -z "$SHOW_LOCALE" ] || echo "locale $LC_ALL"
                """);
        // Like Maven, it writes no jar whose contents are the same.
        executable(bin.resolve("mvn"), """
                echo "mvn $*" >> "$(dirname "$0")/../maven"
                while [ -e "$(dirname "$0")/../hold-maven" ]; do sleep 0.1; done
                """);
        for (String script : List.of("diffract", ".launch/java-options")) {
            Path copy = home.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(Programs.home().resolve(script), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String source : SOURCES) {
            tree.touch(source, LONG_AGO);
        }
        for (String program : PROGRAMS.values()) {
            tree.touch(program, BUILT);
        }
        return tree;
    }

    /** What a command starts, from the root. */
    String program(String command) {
        return PROGRAMS.get(command);
    }

    void touch(String file, Instant time) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    /** Runs the script in its tree. */
    Finished run(Map<String, String> environment, String... words) {
        return run(home, List.of(), environment, words);
    }

    /**
     * Runs the script.
     *
     * @param directory where it runs, and where its log is
     * @param before what the command line begins with
     */
    Finished run(Path directory, List<String> before, Map<String, String> environment, String... words) {
        return start("diffract", directory, before, environment, words).awaitExit(Duration.ofMinutes(1));
    }

    /** Starts the script in its tree, beside others of its name. */
    RunningProgram start(String name, String... words) {
        return start(name, home, List.of(), Map.of(), words);
    }

    private RunningProgram start(
            String name, Path directory, List<String> before, Map<String, String> environment, String... words) {
        Map<String, String> all =
                new HashMap<>(Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH"), "JAVA_HOME", ""));
        all.putAll(environment);
        List<String> command = Stream.of(
                        before.stream(),
                        Stream.of("bash", home.resolve("diffract").toString()),
                        Stream.of(words))
                .flatMap(part -> part)
                .toList();
        return RunningProgram.start(name, command, directory, all);
    }

    /** Where a program lies in the tree, from its command line. */
    private static String jar(List<String> commandLine) {
        Path jar = Path.of(commandLine.get(commandLine.indexOf("-jar") + 1));
        return Programs.home().relativize(jar).toString();
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
