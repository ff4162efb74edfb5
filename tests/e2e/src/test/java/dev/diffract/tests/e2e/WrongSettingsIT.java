package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are none, or are no values, end the program with one sentence, wherever they stand. */
class WrongSettingsIT {

    private static final int FAILED = 1;

    @TempDir
    Path directory;

    @Test
    void aMisspeltVariableIsToldWithTheNearest() {
        assertThat(frontend(Map.of("DIFFRACT_SLICE", "a=127.0.0.1:1")))
                .isEqualTo("diffract: there is no variable DIFFRACT_SLICE: did you mean DIFFRACT_SLICES?");
    }

    @Test
    void allAreToldAtOnceFromAllPlaces() throws IOException {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "diffract.call.atempts=2\n");
        Files.writeString(directory.resolve(".env"), "DIFFRACT_HTTP_HOST=pictures.example\n");

        assertThat(frontend(
                        Map.of("DIFFRACT_REPOSITORY", "here", "DIFFRACT_HOME", "/nowhere"),
                        "-Ddiffract.slice=a=127.0.0.1:1",
                        "-Ddiffract.call.attempts=0"))
                .startsWith("diffract: ")
                .contains(
                        "there is no setting diffract.slice: did you mean diffract.slices?",
                        "there is no variable DIFFRACT_REPOSITORY: did you mean DIFFRACT_REPOSITORIES?",
                        "there is no variable DIFFRACT_HTTP_HOST: did you mean DIFFRACT_HTTP_HOSTS?",
                        "there is no setting diffract.call.atempts (in file:",
                        "config/application.properties): did you mean diffract.call.attempts?",
                        "diffract.call.attempts must be 1 or more, was 0")
                .doesNotContain("DIFFRACT_HOME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diffract.call.attempts=many | diffract.call.attempts: 'many' cannot be read; write a value like 3,",
                "diffract.poll.interval=soon | diffract.poll.interval: 'soon' cannot be read; write a value like 1s,",
                "diffract.intake.memory= | diffract.intake.memory is empty; write a value like 0.4,",
                "quarkus.http.port=abc | quarkus.http.port: 'abc' cannot be read; write a whole number",
                "quarkus.http.prot=8123 | there is no setting quarkus.http.prot: did you mean quarkus.http.port?",
                "quarkus.http.port=99999 | quarkus.http.port is 99999, expected from 0 to 65535",
                "quarkus.management.port=-1 | quarkus.management.port is -1, expected from 0 to 65535",
                "quarkus.http.host=nowhere.invalid | quarkus.http.host is nowhere.invalid, which is no address of this machine",
                "diffract.traces.endpoint=foo | diffract.traces.endpoint must be like http://127.0.0.1:4317, was foo",
                "diffract.traces.endpoint=http:// | diffract.traces.endpoint must be like http://127.0.0.1:4317, was http://",
                "diffract.traces.endpoint=http://localhost:99999 | diffract.traces.endpoint must be like http://127.0.0.1:4317",
            })
    void valuesThatAreNoneAreToldWithTheirKey(String setting, String sentence) throws IOException {
        assertThat(frontend(
                        Map.of(
                                "DIFFRACT_REPOSITORIES",
                                Deployment.buildRepository(directory).toString()),
                        "-Ddiffract.slices=a=127.0.0.1:1",
                        "-D" + setting))
                .contains(sentence);
    }

    /** It is the one program that reads where to write. */
    @Test
    void theDemoDoesNotWriteElsewhereForAMisspeltHome() {
        Finished demo = run("demo", Programs.builder("demo", "--once"), Map.of("DIFFRACT_HOEM", directory.toString()));

        assertThat(demo.exitCode()).isEqualTo(FAILED);
        assertThat(demo.output().strip())
                .isEqualTo("diffract: there is no variable DIFFRACT_HOEM: did you mean DIFFRACT_HOME?");
    }

    /** The frontend reads them, which is the last that the demo starts. */
    @Test
    void theDemoStartsNothingWithAMisspeltVariableOfTheFrontend() {
        Finished demo = run("demo", Programs.builder("demo", "--once"), Map.of("DIFFRACT_SLICE", "a=127.0.0.1:1"));

        assertThat(demo.exitCode()).isEqualTo(FAILED);
        assertThat(demo.output().strip())
                .isEqualTo("diffract: there is no variable DIFFRACT_SLICE: did you mean DIFFRACT_SLICES?");
    }

    /** They read few or none, but whoever set one meant something by it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"DIFFRACT_HOEM did you mean DIFFRACT_HOME?", "DIFFRACT_SLCIES did you mean DIFFRACT_SLICES?"})
    void noProgramPassesOverAMisspeltVariable(String line) {
        String name = line.substring(0, line.indexOf(' '));
        String sentence = "there is no variable " + name + ":" + line.substring(line.indexOf(' '));
        Map<String, String> environment = Map.of(name, directory.toString());
        Finished embedded =
                run("embedded", Programs.embeddedServer("--model-repository", directory.toString()), environment);
        assertThat(embedded.exitCode()).isEqualTo(FAILED);
        assertThat(embedded.output().strip()).isEqualTo("diffract embedded: " + sentence);
        Finished builder = run("builder", Programs.builder("plan", "check", "diffract.yaml"), environment);
        assertThat(builder.exitCode()).isEqualTo(FAILED);
        assertThat(builder.output().strip()).isEqualTo("diffract: " + sentence);
    }

    /** What stands behind the program, as in a container, is no setting. */
    @Test
    void wordsBehindTheProgramAreNotPassedOver() {
        List<String> command = new ArrayList<>(Programs.frontend(List.of()));
        command.addAll(List.of("--port", "1"));
        assertThat(sentence(run("frontend", command, Map.of())))
                .isEqualTo("diffract: there is no option --port: did you mean -Dquarkus.http.port=1 or the variable"
                        + " QUARKUS_HTTP_PORT?");
    }

    private String frontend(Map<String, String> environment, String... properties) {
        int[] ports = Programs.freePorts(2);
        List<String> all = new ArrayList<>(Programs.frontendPorts(ports[0], ports[1]));
        all.addAll(List.of(properties));
        return sentence(run("frontend", Programs.frontend(all), environment));
    }

    /** The only thing that is said. */
    private static String sentence(Finished frontend) {
        assertThat(frontend.exitCode()).as(frontend.output()).isEqualTo(FAILED);
        List<String> said = frontend.output().lines().toList();
        assertThat(said).as(frontend.output()).hasSize(1);
        assertThat(frontend.output()).doesNotContain("Exception", "\tat ", "SRCFG");
        return said.get(0);
    }

    private Finished run(String name, List<String> command, Map<String, String> environment) {
        return RunningProgram.start(name, command, directory, environment).awaitExit(Duration.ofMinutes(2));
    }
}
