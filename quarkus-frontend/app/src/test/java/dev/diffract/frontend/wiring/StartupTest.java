package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.core.dispatch.policy.Order;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.repository.layout.RepositoryPaths;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupTest {

    @TempDir
    Path directory;

    @Test
    void everythingHasADefault() {
        DiffractConfig config = config(Map.of());

        Settings.check(config, List.of());

        assertThat(config.intake().memory()).isEqualTo(0.4);
        assertThat(config.intake().waiting()).isEqualTo(256);
        assertThat(config.intake().patience()).hasSeconds(10);
        assertThat(config.intake().leastRate()).isEqualTo(65_536);
        assertThat(config.generation().maxActive()).isEmpty();
        assertThat(config.generation().maxQueued()).isEqualTo(256);
        assertThat(config.generation().maxQueuedTime()).hasMinutes(30);
        assertThat(CoreProducer.bounds(config.generation()).queuedOfOne()).isEqualTo(128);
        assertThat(config.generation().maxCount()).isEqualTo(GenerationLimits.COUNT);
        assertThat(config.generation().deadline()).hasMinutes(5);
        assertThat(config.http().writeTimeout()).hasSeconds(30);
        assertThat(config.http().unsentMemory()).isEqualTo(0.15);
        assertThat(config.http().maxConnections()).isEqualTo(1000);
        assertThat(config.http().maxConnectionsPerAddress()).isEqualTo(500);
        assertThat(config.http().idleTimeout()).hasSeconds(15);
        assertThat(config.call().deadline()).hasSeconds(30);
        assertThat(config.call().attempts()).isEqualTo(3);
        assertThat(config.call().order()).isEqualTo(Order.SLACK);
        assertThat(config.poll().interval()).hasSeconds(1);
        assertThat(config.poll().timeout()).hasSeconds(5);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "5, 3", "100, 50"})
    void oneAddressTakesHalfOfThePlacesToWaitUnlessItIsSaid(String places, int ofOne) {
        DiffractConfig half = config(Map.of("diffract.generation.max-queued", places));
        assertThat(CoreProducer.bounds(half.generation()).queuedOfOne()).isEqualTo(ofOne);

        DiffractConfig said = config(
                Map.of("diffract.generation.max-queued", places, "diffract.generation.max-queued-per-caller", "7"));
        assertThat(CoreProducer.bounds(said.generation()).queuedOfOne()).isEqualTo(7);
    }

    @Test
    void allValuesOutOfRangeAreNamedAtOnce() {
        DiffractConfig config = config(Map.ofEntries(
                Map.entry("diffract.intake.memory", "1"),
                Map.entry("diffract.intake.waiting", "-1"),
                Map.entry("diffract.intake.patience", "0s"),
                Map.entry("diffract.intake.least-rate", "0"),
                Map.entry("diffract.http.write-timeout", "0s"),
                Map.entry("diffract.http.unsent-memory", "0"),
                Map.entry("diffract.http.max-connections", "0"),
                Map.entry("diffract.http.max-connections-per-address", "-1"),
                Map.entry("diffract.http.idle-timeout", "-1s"),
                Map.entry("diffract.generation.max-active", "0"),
                Map.entry("diffract.generation.max-queued", "-1"),
                Map.entry("diffract.generation.max-queued-time", "0s"),
                Map.entry("diffract.generation.weights", "10.0.0.0/8=2,10.0.0.0/33=2"),
                Map.entry("diffract.generation.off-peak", "22:00-06:00 Asia/Shanghai,22:00-06:00 Mars"),
                Map.entry("diffract.generation.max-count", "0"),
                Map.entry("diffract.generation.memory", "1.5"),
                Map.entry("diffract.call.attempts", "0"),
                Map.entry("diffract.fleet.silence", "0s"),
                Map.entry("diffract.poll.interval", "0s")));

        assertThatThrownBy(() -> Settings.check(config, List.of()))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.intake.memory must be above 0 and below 1, was 1.0;"
                        + " diffract.intake.waiting must be 0 or more, was -1;"
                        + " diffract.intake.patience must be longer than nothing, was PT0S;"
                        + " diffract.http.write-timeout must be longer than nothing, was PT0S;"
                        + " diffract.http.unsent-memory must be above 0 and below 1, was 0.0;"
                        + " diffract.http.max-connections must be 1 or more, was 0;"
                        + " diffract.http.max-connections-per-address must be 1 or more, was -1;"
                        + " diffract.http.idle-timeout must be longer than nothing, was PT-1S;"
                        + " diffract.intake.least-rate must be 1 or more, was 0;"
                        + " diffract.generation.max-active must be 1 or more, was 0;"
                        + " diffract.generation.max-queued must be 0 or more, was -1;"
                        + " diffract.generation.max-queued-time must be longer than nothing, was PT0S;"
                        + " diffract.generation.weights must have entries like 10.0.0.0/8=2 or 192.0.2.7=0.5, a network or"
                        + " an address and a weight above 0; was '10.0.0.0/33=2';"
                        + " diffract.generation.off-peak must have entries like 22:00-06:00 Asia/Shanghai, two times of day"
                        + " that differ and a time zone; was '22:00-06:00 Mars';"
                        + " diffract.generation.memory must be above 0 and below 1, was 1.5;"
                        + " diffract.generation.max-count must be 1 or more, was 0;"
                        + " diffract.call.attempts must be 1 or more, was 0;"
                        + " diffract.fleet.silence must be longer than nothing, was PT0S;"
                        + " diffract.poll.interval must be longer than nothing, was PT0S.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diffract.call.attempts | many |"
                        + " diffract.call.attempts: 'many' cannot be read; write a value like 3, which is the default.",
                "diffract.call.attempts | 99999999999 | diffract.call.attempts: '99999999999' cannot be read; write a",
                "diffract.call.attempts | '' | diffract.call.attempts is empty; write a value like 3, which is",
                "diffract.call.order | newest | diffract.call.order: 'newest' cannot be read; write a value like slack",
                "diffract.intake.memory | lots | diffract.intake.memory: 'lots' cannot be read; write a value like 0.4",
                "diffract.poll.interval | soon | diffract.poll.interval: 'soon' cannot be read; write a value like 1s",
                "diffract.poll.interval | 9999999999999999999d | diffract.poll.interval: '9999999999999999999d' cannot be read",
                "diffract.parent-pid | x | diffract.parent-pid: 'x' cannot be read; write a whole number."
            })
    void unreadableValuesAreOneSentence(String key, String value, String sentence) {
        Throwable failure = catchThrowable(() -> config(Map.of(key, value)));

        assertThat(StartupFailure.sentence(failure))
                .contains(sentence)
                .endsWith(".")
                .doesNotContain("Exception", "SRCFG", "smallrye", "\n");
    }

    @Test
    void tracesGoToAnAddress() {
        assertThatThrownBy(
                        () -> Settings.check(config(Map.of("diffract.traces.endpoint", "collector:4317")), List.of()))
                .hasMessage("diffract.traces.endpoint must be like http://127.0.0.1:4317, was collector:4317.");
    }

    @Test
    void whatIsFoundBesideTheRangesIsToldWithThem() {
        assertThatThrownBy(() -> Settings.check(
                        config(Map.of("diffract.call.attempts", "0")),
                        List.of("there is no setting a: did you mean b?")))
                .hasMessage("there is no setting a: did you mean b?; diffract.call.attempts must be 1 or more, was 0.");
        assertThatThrownBy(() -> Settings.check(config(Map.of()), List.of("did you mean b?")))
                .hasMessage("did you mean b?");
    }

    @Test
    void aTakenPortIsOneSentence() {
        assertThat(StartupFailure.sentence(
                        new RuntimeException(new QuarkusBindException("0.0.0.0", 8080, new BindException()))))
                .isEqualTo("port 8080 on 0.0.0.0 is taken; stop what listens there or set quarkus.http.port to another"
                        + " one.");
    }

    /** As Quarkus says it; {@code OpensNoDoorIT} asks the program itself. */
    @Test
    void aTakenManagementPortNamesItsOwnKey() {
        assertThat(StartupFailure.sentence(new RuntimeException(new IllegalStateException(
                        "Unable to start the management interface on 127.0.0.1:8090", new BindException()))))
                .isEqualTo("port 8090 on 127.0.0.1 is taken; stop what listens there or set quarkus.management.port to"
                        + " another one.");
    }

    @Test
    void repositoriesAreReadInTheirOrder() throws IOException {
        Path first = TestRepository.write(directory.resolve("first"));
        Path second = TestRepository.write(
                directory.resolve("second"), TestRepository.manifest("other", "sha256:2222222222"));

        assertThat(Repositories.read(List.of(first.toString(), second.toString())))
                .extracting(model -> model.name())
                .containsExactly(TestRepository.MODEL, "other");
    }

    @Test
    void modelsWhoseNamesDoNotSayTheirCheckpointAreRemarkedOn() {
        assertThat(UnprovenNames.remark(TestRepository.manifest())).isEmpty();
        assertThat(UnprovenNames.remark(TestRepository.unproven(TestRepository.manifest()))
                        .orElseThrow())
                .startsWith("model tiny: its repository is of an earlier builder, whose models are called 'unet'")
                .endsWith("building the repository again ends both");
    }

    @Test
    void twoRepositoriesOfOneNameAreRefused() throws IOException {
        String first = TestRepository.write(directory.resolve("first")).toString();

        assertRefused(List.of(first, first), "two repositories are of a model called 'tiny'; names must differ.");
    }

    @Test
    void noRepositoryAtAllIsRefused() {
        assertThatThrownBy(() -> Repositories.read(List.of()))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.repositories is not set: name the directory that `diffract build` wrote.");
    }

    @Test
    void aMissingDirectoryIsRefused() {
        Path missing = directory.resolve("missing");

        assertRefused(List.of(missing.toString()), "there is no directory " + missing + ".");
    }

    @Test
    void aDirectoryWithoutManifestIsRefused() {
        assertRefused(List.of(directory.toString()), "manifest.json does not exist");
    }

    @Test
    void aBrokenManifestIsRefused() throws IOException {
        Files.writeString(new RepositoryPaths(TestRepository.write(directory)).manifest(), "{\"schema\": 1");

        assertRefused(List.of(directory.toString()), "manifest.json: no JSON: line 1");
    }

    @Test
    void aMissingTokenizerIsRefused() throws IOException {
        Files.delete(new RepositoryPaths(TestRepository.write(directory)).tokenizerMerges());

        assertRefused(List.of(directory.toString()), "merges.txt (the tokenizer's merges) does not exist");
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() throws IOException {
        Files.writeString(new RepositoryPaths(TestRepository.write(directory)).tokenizerVocabulary(), "{\"a</w>\": 0}");

        assertRefused(List.of(directory.toString()), "has no token '<|startoftext|>'");
    }

    @Test
    void aMissingSchedulerIsRefused() throws IOException {
        Files.delete(new RepositoryPaths(TestRepository.write(directory)).schedulerConfig());

        assertRefused(List.of(directory.toString()), "scheduler_config.json");
    }

    @Test
    void aSchedulerThatIsNotImplementedIsRefusedByItsFileAndKey() throws IOException {
        Path scheduler = new RepositoryPaths(TestRepository.write(directory)).schedulerConfig();
        Files.writeString(scheduler, "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"solver_order\": 4}");

        assertRefused(
                List.of(directory.toString()), scheduler + ": it asks for solver_order = 4, which is not implemented");

        Files.writeString(scheduler, "{\"_class_name\": \"EDMEulerScheduler\"}");

        assertRefused(List.of(directory.toString()), scheduler + ": _class_name is EDMEulerScheduler");
    }

    @Test
    void aTokenizerInOneFileIsRead() throws IOException {
        RepositoryPaths paths = new RepositoryPaths(TestRepository.write(directory));
        String vocabulary = Files.readString(paths.tokenizerVocabulary());
        Files.delete(paths.tokenizerVocabulary());
        Files.delete(paths.tokenizerMerges());
        Files.writeString(
                paths.tokenizerJson(),
                "{\"added_tokens\": [{\"id\": 9, \"content\": \"<cat>\"}], \"model\": {\"type\": \"BPE\","
                        + " \"end_of_word_suffix\": \"</w>\", \"vocab\": " + vocabulary + ", \"merges\": []}}");

        assertThat(Repositories.read(List.of(directory.toString()))
                        .get(0)
                        .tokenizer()
                        .tokens("a<CAT> a"))
                .containsExactly(0, 9, 0);
    }

    private static void assertRefused(List<String> directories, String sentence) {
        assertThatThrownBy(() -> Repositories.read(directories))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessageStartingWith("diffract.repositories: ")
                .hasMessageContaining(sentence);
    }

    private static DiffractConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DiffractConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(DiffractConfig.class);
    }
}
