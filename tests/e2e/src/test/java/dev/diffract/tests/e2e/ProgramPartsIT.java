package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose code the programs are made of: listed beside them, and not older than what is safe. */
class ProgramPartsIT {

    private static final String ENFORCED = "enforcer:enforce@least-safe-versions";

    @TempDir
    private Path logs;

    enum Program {
        BUILDER("trt-builder/cli/target", "diffract-builder"),
        EMBEDDED_SERVER("embedded-server/target", "diffract-embedded-server"),
        FRONTEND("quarkus-frontend/app/target", "diffract-frontend");

        private final Path target;
        private final String artifact;

        Program(String target, String artifact) {
            this.target = Programs.home().resolve(target);
            this.artifact = artifact;
        }

        List<Path> jars() throws IOException {
            Path jar = target.resolve(artifact + ".jar");
            if (this == FRONTEND) {
                try (Stream<Path> files = Files.walk(target.resolve("quarkus-app/lib"))) {
                    return files.filter(file -> file.toString().endsWith(".jar"))
                            .toList();
                }
            }
            try (JarFile file = new JarFile(jar.toFile())) {
                Manifest manifest = file.getManifest();
                return Stream.of(manifest.getMainAttributes()
                                .getValue("Class-Path")
                                .split(" "))
                        .map(target::resolve)
                        .toList();
            }
        }

        /** Names with versions, as the files of a repository are called; the frontend's have their group before it. */
        Set<String> listed() throws IOException {
            Path list = target.resolve(artifact + ".cdx.json");
            assumeTrue(Files.exists(list), "the programs were built with -Dquick, which leaves out " + list);
            Set<String> names = new TreeSet<>();
            for (JsonNode part : new ObjectMapper().readTree(list.toFile()).path("components")) {
                assertThat(part.path("purl").asText()).startsWith("pkg:maven/");
                String group = this == FRONTEND ? part.path("group").asText() + "." : "";
                Matcher classifier = Pattern.compile("[?&]classifier=([^&]+)")
                        .matcher(part.path("purl").asText());
                names.add(group + part.path("name").asText() + "-"
                        + part.path("version").asText() + (classifier.find() ? "-" + classifier.group(1) : "")
                        + ".jar");
            }
            return names;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPartOfAProgramIsListed(Program program) throws IOException {
        assertThat(program.listed())
                .hasSizeGreaterThan(10)
                .containsAll(program.jars().stream()
                        .map(jar -> jar.getFileName().toString())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(names = "FRONTEND", mode = EnumSource.Mode.EXCLUDE)
    void nothingElseIsListed(Program program) throws IOException {
        assertThat(program.jars().stream().map(jar -> jar.getFileName().toString()))
                .containsAll(program.listed());
    }

    /** Looked for inside the files: a library may bring another one under a name of its own. */
    @ParameterizedTest
    @EnumSource
    void noPartIsOlderThanIsSafe(Program program) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path jar : program.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (ZipEntry entry : file.stream().toList()) {
                    String name = entry.getName();
                    if (name.endsWith("netty.versions.properties")) {
                        properties(file, entry)
                                .forEach((key, value) -> found.put(key + " in " + jar, value.toString()));
                    } else if (name.matches(".*com\\.fasterxml\\.jackson.*/pom\\.properties")) {
                        found.put(name + " in " + jar, properties(file, entry).getProperty("version"));
                    }
                }
            }
        }
        // Those with versions of their own, and what else is said of a build.
        found.keySet()
                .removeIf(key -> key.matches("(netty-tcnative.*|.*/jackson-annotations/.*)")
                        || key.startsWith("netty") && !key.contains(".version "));

        assertOldest(found, "netty", program == Program.BUILDER ? 0 : 5);
        assertOldest(found, "jackson", 2);
    }

    private static void assertOldest(Map<String, String> found, String library, int fewest) throws IOException {
        Version least = leastSafe(library);
        List<String> keys =
                found.keySet().stream().filter(key -> key.contains(library)).toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(fewest);
        assertThat(keys)
                .allSatisfy(key -> assertThat(version(found.get(key))).as(key).isGreaterThanOrEqualTo(least));
    }

    private static Properties properties(JarFile file, ZipEntry entry) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = file.getInputStream(entry)) {
            properties.load(in);
        }
        return properties;
    }

    private static Version leastSafe(String library) throws IOException {
        String pom = Files.readString(Programs.home().resolve("pom.xml"));
        Matcher least =
                Pattern.compile("<" + library + "\\.least-safe>([^<]+)<").matcher(pom);
        assertThat(least.find())
                .as(library + ".least-safe in the root's pom.xml")
                .isTrue();
        return version(least.group(1));
    }

    private static Version version(String text) {
        return Version.parse(text.replace(".Final", ""));
    }

    /** As if today's versions were no longer safe; what is on the class path is the same. */
    @ParameterizedTest
    @ValueSource(strings = {"netty", "jackson"})
    void theBuildRefusesWhatIsOlder(String library) {
        Finished build = maven("-D" + library + ".least-safe=99");

        assertThat(build.exitCode()).as(build.output()).isNotZero();
        assertThat(build.output())
                .containsPattern("(?i)" + library + " from 99 (and|on)")
                .containsPattern(library + "-[^\\n]+ <--- banned");
    }

    @Test
    void theBuildTakesTheVersionsThatAreThere() {
        Finished build = maven("-Dnothing.else");

        assertThat(build.exitCode()).as(build.output()).isZero();
    }

    private Finished maven(String definition) {
        List<String> command = List.of(
                "mvn",
                "-f",
                Programs.home().resolve("pom.xml").toString(),
                "-B",
                "-q",
                "-o",
                "-Dquick",
                definition,
                "-pl",
                "embedded-server",
                "-am",
                ENFORCED);
        return RunningProgram.run("maven", command, logs);
    }
}
