package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo model's text encoder behind a real server: the text states of every layer, and only those asked for. */
class ServesClipSkipsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH = 77;
    private static final int WIDTH = 96;

    private static EmbeddedServer server;
    private static String encoder;
    private static JsonNode manifest;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        Path repository = Deployment.buildRepository(directory);
        manifest = JSON.readTree(Files.readString(repository.resolve("manifest.json")));
        encoder = "/v2/models/" + BuiltRepository.name(repository, "text_encoder");
        server = EmbeddedServer.start("slice", repository, directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theServerListsWhatTheManifestSays() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.http(encoder)).build();

        assertThat(manifest.at("/pipeline/clip_skips").asInt()).isEqualTo(3);
        assertThat(send(request).get("outputs"))
                .extracting(output -> output.get("name").asText())
                .containsExactly("last_hidden_state", "clip_skip_2", "clip_skip_3");
    }

    @Test
    void everyClipSkipGivesStatesOfItsOwn() throws Exception {
        Set<String> seen = new HashSet<>();
        for (JsonNode output : encode()) {
            assertThat(output.get("datatype").asText()).isEqualTo("FP32");
            assertThat(output.get("shape").toString()).isEqualTo("[1," + LENGTH + "," + WIDTH + "]");
            assertThat(output.get("data")).hasSize(LENGTH * WIDTH);
            seen.add(output.get("data").toString());
        }
        assertThat(seen).hasSize(3);
    }

    @Test
    void onlyTheOneAskedForComesBack() throws Exception {
        List<JsonNode> all = encode();
        for (JsonNode output : all) {
            assertThat(encode(output.get("name").asText())).containsExactly(output);
        }
    }

    private static List<JsonNode> encode(String... outputs) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode input = body.putArray("inputs").addObject();
        input.put("name", "input_ids").put("datatype", "INT32");
        input.putArray("shape").add(1).add(LENGTH);
        IntStream.range(0, LENGTH).forEach(id -> input.withArray("data").add(id));
        for (String output : outputs) {
            body.withArray("outputs").addObject().put("name", output);
        }
        URI uri = server.http(encoder + "/infer");
        JsonNode given = send(HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build())
                .get("outputs");
        return IntStream.range(0, given.size()).mapToObj(given::get).toList();
    }

    private static JsonNode send(HttpRequest request) throws Exception {
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
