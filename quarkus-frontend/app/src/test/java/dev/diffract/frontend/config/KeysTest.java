package dev.diffract.frontend.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.words.Variables;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final Pattern VARIABLE = Pattern.compile("\\bDIFFRACT_[A-Z][A-Z_]*[A-Z]\\b");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|md|py|sh|yaml|env|xml|properties|Dockerfile)|diffract|get-server");

    private static final Set<String> MISSPELT_THERE =
            Set.of("KeysTest.java", "VariablesTest.java", "WrongSettingsIT.java");

    private final Keys keys = new Keys();

    @Test
    void areThoseOfTheConfigurationWithTheirDefaults() {
        assertThat(keys.all()).contains("diffract.slices", "diffract.parent-pid", "diffract.intake.least-rate");
        assertThat(keys.defaultOf("diffract.call.attempts")).contains("3");
        assertThat(keys.defaultOf("diffract.slices")).isEmpty();
        assertThat(keys.defaultOf("quarkus.http.port")).isEmpty();
        assertThat(Keys.variable("diffract.intake.least-rate")).isEqualTo("DIFFRACT_INTAKE_LEAST_RATE");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.prot, quarkus.http.port",
        "quarkus.htp.host, quarkus.http.host",
        "quarkus.managment.port, quarkus.management.port",
        "%prod.quarkus.management.hots, quarkus.management.host",
        "QUARKUS_HTTP_PROT, QUARKUS_HTTP_PORT",
    })
    void aSettingOfTheLibraryThatIsNearlyOneOfTheReadmesIsToldWithIt(String name, String nearest) {
        ConfigSource source = name.contains("_") ? environment(Map.of(name, "x")) : file(name);
        assertThat(keys.unknown(List.of(source)))
                .singleElement()
                .asString()
                .startsWith("there is no ")
                .endsWith(": did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.http.port",
                "quarkus.http.host",
                "%prod.quarkus.http.port",
                "quarkus.http.test-port",
                "quarkus.http.ssl-port",
                "quarkus.http.cors",
                "quarkus.log.level",
                "quarkus.http.root-path",
                "QUARKUS_HTTP_PORT",
                "QUARKUS_MANAGEMENT_HOST"
            })
    void otherSettingsOfTheLibraryAreItsOwnBusiness(String name) {
        ConfigSource source = name.contains("_") ? environment(Map.of(name, "x")) : file(name);
        assertThat(keys.unknown(List.of(source))).isEmpty();
    }

    /** By that list the demo knows a misspelt one before it starts anything. */
    @Test
    void allHaveTheirVariableInTheContract() {
        assertThat(Variables.OF_THE_FRONTEND)
                .containsExactlyElementsOf(
                        keys.all().stream().map(Keys::variable).sorted().toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIFFRACT_SLICE | did you mean DIFFRACT_SLICES?",
                "DIFFRACT_CALL_ATEMPTS | did you mean DIFFRACT_CALL_ATTEMPTS?",
                "DIFFRACT_INTAKE_LEASTRATE | did you mean DIFFRACT_INTAKE_LEAST_RATE?",
                "DIFFRACT_HTTP_HOST | did you mean DIFFRACT_HTTP_HOSTS?",
                "DIFFRACT_HOEM | did you mean DIFFRACT_HOME?",
                "DIFRACT_SLICES | did you mean DIFFRACT_SLICES?",
                "diffract_slice | did you mean DIFFRACT_SLICES?",
                "diffract.slice | did you mean DIFFRACT_SLICES?",
                "DIFFRACT_XYZZY | expected one of DIFFRACT_CALL_ATTEMPTS, DIFFRACT_CALL_DEADLINE, "
            })
    void aVariableThatIsNoneIsToldWithTheNearest(String name, String nearest) {
        assertThat(keys.unknown(List.of(environment(Map.of(name, "x", "PATH", "/bin")))))
                .singleElement()
                .asString()
                .startsWith("there is no variable " + name + ": " + nearest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIFFRACT_SLICES",
                "diffract_slices",
                "DIFFRACT_SLICES_0_",
                "DIFFRACT_INTAKE_LEAST_RATE",
                "diffract.intake.least-rate",
                "DIFFRACT_HOME",
                "DIFFRACT_TRITON_HOME",
                "DIFFRACT_TRITON_SITE",
                "DIFFRACTION_SLICE",
                "SLICES",
                "DIFF"
            })
    void aVariableOfOursOrOfOthersIsLeftAlone(String name) {
        assertThat(keys.unknown(List.of(environment(Map.of(name, "x"))))).isEmpty();
    }

    /** It says so of every service, and one may well be called diffract. */
    @Test
    void whatAClusterSaysOfItsServicesIsLeftAlone() {
        Map<String, String> service = Map.of(
                "DIFFRACT_SERVICE_HOST", "10.0.0.1",
                "DIFFRACT_SERVICE_PORT", "8080",
                "DIFFRACT_SERVICE_PORT_HTTP", "8080",
                "DIFFRACT_PORT", "tcp://10.0.0.1:8080",
                "DIFFRACT_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "DIFFRACT_PORT_8080_TCP_ADDR", "10.0.0.1");

        assertThat(keys.unknown(List.of(environment(service)))).isEmpty();
        assertThat(keys.unknown(List.of(environment(Map.of("DIFFRACT_PORT", "8080")))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diffract.slice | did you mean diffract.slices?",
                "diffract.call.atempts | did you mean diffract.call.attempts?",
                "diffract.attempts | did you mean diffract.call.attempts?",
                "diffract.slices.a | did you mean diffract.slices?",
                "difract.slices | did you mean diffract.slices?",
                "diffract.xyzzy | expected one of diffract.call.attempts, diffract.call.deadline, "
            })
    void aKeyThatIsNoneIsToldWithTheNearestAndItsFile(String key, String nearest) {
        assertThat(keys.unknown(List.of(file(key))))
                .singleElement()
                .asString()
                .startsWith("there is no setting " + key)
                .contains(" (in file:/etc/diffract/config/application.properties): " + nearest);
        assertThat(keys.unknown(List.of(file("%prod." + key))))
                .singleElement()
                .asString()
                .startsWith("there is no setting " + key + " (in ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "diffract.slices",
                "diffract.slices[1]",
                "%prod.diffract.slices",
                "diffract.call.attempts",
                "quarkus.http.port",
                "other.slices"
            })
    void aKeyThatThereIsIsLeftAlone(String key) {
        assertThat(keys.unknown(List.of(file(key)))).isEmpty();
    }

    @Test
    void aSystemPropertyNeedsNoPlace() {
        ConfigSource properties = new SysPropConfigSource() {
            @Override
            public Set<String> getPropertyNames() {
                return Set.of("diffract.slice", "java.home");
            }
        };

        assertThat(keys.unknown(List.of(properties)))
                .containsExactly("there is no setting diffract.slice: did you mean diffract.slices?");
    }

    /** Looked for in all of the repository: compose files, the script, tests. */
    @Test
    void everyVariableThatStandsAnywhereIsKnown() throws IOException {
        Set<String> known = Stream.concat(keys.all().stream().map(Keys::variable), Variables.OF_OTHERS.stream())
                .collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (Path file : sources()) {
            VARIABLE.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(found::add);
        }
        assertThat(found).contains("DIFFRACT_SLICES", "DIFFRACT_TRITON_SITE", "DIFFRACT_HTTP_ORIGINS");
        assertThat(known).containsAll(found);
    }

    private static List<Path> sources() throws IOException {
        Path root = Path.of("../..").toRealPath();
        try (Stream<Path> walk = Files.find(root, 30, (path, is) -> is.isRegularFile())) {
            return walk.filter(file -> Optional.of(root.relativize(file).toString())
                            .filter(path -> Stream.of("target/", "node_modules/", ".git/", ".diffract/")
                                    .noneMatch(path::contains))
                            .isPresent())
                    .filter(file -> TEXT.matcher(file.getFileName().toString()).matches())
                    .filter(file -> !MISSPELT_THERE.contains(file.getFileName().toString()))
                    .toList();
        }
    }

    private static ConfigSource environment(Map<String, String> variables) {
        return new EnvConfigSource(variables, 300);
    }

    private static ConfigSource file(String key) {
        return new PropertiesConfigSource(Map.of(key, "x"), "file:/etc/diffract/config/application.properties", 260);
    }
}
