package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two checkpoints of one name, whose models take and give the same and draw differently: no picture is drawn by the wrong one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvesItsCheckpointIT {

    private static final String PROMPT = "a green star on a white background";
    private static final long SEED = 4;
    private static final Duration AWAY = Duration.ofSeconds(6);

    private Path retrained;

    @BeforeAll
    void copyAnother(@TempDir Path shared) {
        retrained = shared.resolve("retrained");
        RetrainedRepository.copyTo(retrained);
    }

    @Test
    void aSliceThatIsSwappedInPlaceDrawsNoMoreAndThePictureGoesOnElsewhere(@TempDir Path directory) {
        try (Deployment deployment = Deployment.start(directory, "--fault", "latency=40ms")) {
            byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);

            assertThat(drawnAlthough(deployment, () -> deployment.restart("slice-0", retrained)))
                    .isEqualTo(undisturbed);

            awaitState(deployment, "slice-0", "mismatched");
            String own = digits(deployment.repository());
            String other = digits(retrained);
            assertThat(own).isNotEqualTo(other);
            assertThat(slice(deployment, "slice-0").get("reason").asText())
                    .isEqualTo("The server's model demo is of checkpoint " + other
                            + ", the repository here is of checkpoint " + own + ".");
            assertThat(deployment.frontend().draw(PROMPT, SEED)).isEqualTo(undisturbed);
        }
    }

    @Test
    void whereNoOtherSliceHasItThePictureWaitsUntilItIsBack(@TempDir Path directory) {
        try (Deployment deployment = Deployment.start(directory, List.of("slice-0"), "--fault", "latency=40ms")) {
            byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);

            assertThat(drawnAlthough(deployment, () -> {
                        deployment.restart("slice-0", retrained);
                        CompletableFuture.delayedExecutor(AWAY.toSeconds(), TimeUnit.SECONDS)
                                .execute(() -> deployment.restart("slice-0", deployment.repository()));
                    }))
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void twoCheckpointsStandSideBySideOnOneSlice(@TempDir Path directory) throws IOException {
        Path own = Deployment.buildRepository(directory);
        Path both = directory.resolve("both");
        OverflowingGraph.copy(own.resolve("models"), both);
        copyModels(retrained.resolve("models"), both);
        try (EmbeddedServer server = EmbeddedServer.start("slice-0", both, directory)) {
            byte[] ofOwn = drawn("own", own, server, directory);
            byte[] ofRetrained = drawn("retrained", retrained, server, directory);
            assertThat(ofOwn).isNotEqualTo(ofRetrained);

            try (EmbeddedServer alone = EmbeddedServer.start("slice-0", own, directory)) {
                assertThat(drawn("own-alone", own, alone, directory)).isEqualTo(ofOwn);
            }
            try (EmbeddedServer alone = EmbeddedServer.start("slice-0", retrained, directory)) {
                assertThat(drawn("retrained-alone", retrained, alone, directory))
                        .isEqualTo(ofRetrained);
            }
        }
    }

    @Test
    void aRepositoryOfAnEarlierBuilderIsServedAndSaidOnce(@TempDir Path directory) throws IOException {
        byte[] today;
        try (Deployment deployment = Deployment.start(Files.createDirectory(directory.resolve("today")))) {
            today = deployment.frontend().draw(PROMPT, SEED);
        }
        BareNames.give(Deployment.buildRepository(directory));
        try (Deployment deployment = Deployment.start(directory)) {
            assertThat(deployment.frontend().draw(PROMPT, SEED)).isEqualTo(today);
            assertThat(deployment.frontend().draw(PROMPT, SEED)).isEqualTo(today);
            assertThat(slice(deployment, "slice-0").get("models"))
                    .extracting(JsonNode::asText)
                    .contains("unet", "decode_image");
            assertThat(deployment.frontendServer().log().lines().filter(line -> line.contains("earlier builder")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "model demo: ", "'unet'");
        }
    }

    private static byte[] drawn(String name, Path repository, EmbeddedServer server, Path directory) {
        try (FrontendServer frontend =
                FrontendServer.start(name, repository, "slice-0=127.0.0.1:" + server.grpcPort(), directory)) {
            Frontend client = new Frontend(frontend.base());
            JsonNode slice = client.get("/v1/slices").get("slices").get(0);
            JsonNode model = client.get("/v1/models").get("models").get(0);
            assertThat(model.get("name").asText()).isEqualTo("demo");
            assertThat(slice.get("checkpoints")).containsExactly(model.get("checkpoint"));
            assertThat(slice.get("models"))
                    .extracting(JsonNode::asText)
                    .contains(BuiltRepository.name(repository, "unet"))
                    .allMatch(served -> served.startsWith("demo-" + digits(repository) + "."));
            return client.draw(PROMPT, SEED);
        }
    }

    /** The digest's beginning, as names have it. */
    private static String digits(Path repository) {
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(repository.resolve("manifest.json")))
                    .get("checkpoint")
                    .asText()
                    .substring("sha256:".length(), "sha256:".length() + 8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copyModels(Path from, Path to) throws IOException {
        try (Stream<Path> models = Files.list(from)) {
            for (Path model : models.toList()) {
                OverflowingGraph.copy(model, to.resolve(model.getFileName().toString()));
            }
        }
    }

    /** @param happens in the middle of the picture */
    private static byte[] drawnAlthough(Deployment deployment, Runnable happens) {
        return deployment.frontend().drawAlthough(PROMPT, SEED, happens);
    }

    private static void awaitState(Deployment deployment, String name, String state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> slice(deployment, name).get("state").asText().equals(state));
    }

    private static JsonNode slice(Deployment deployment, String name) {
        for (JsonNode slice : deployment.frontend().get("/v1/slices").get("slices")) {
            if (slice.get("name").asText().equals(name)) {
                return slice;
            }
        }
        throw new AssertionError("no slice " + name);
    }
}
