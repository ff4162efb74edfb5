package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frontend and server draw, answer and count the same, to the byte, whatever language the machine speaks. */
class ServersSpeakOneLanguageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static Map<String, String> english;

    @BeforeAll
    static void inEnglish() throws IOException, InterruptedException {
        english = said(Language.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"GERMAN", "TURKISH"})
    void answersTheSame(Language language) throws IOException, InterruptedException {
        Map<String, String> said = said(language);
        english.forEach((question, answer) ->
                assertThat(said.get(question)).as(question).isEqualTo(answer));
        assertThat(said).hasSameSizeAs(english);
    }

    @Test
    void whatIsComparedIsWhatWasAskedFor() {
        assertThat(english.get("sampler")).contains("200 ", "Sampler: DPM++ 2M SDE", "CFG scale: 6.5,");
        assertThat(english.get("whatever the case")).contains("200 ", "Sampler: DDIM,");
        assertThat(english.get("inpainting"))
                .contains("200 ", "Denoising strength: 0.25", "Masked content: latent noise");
        assertThat(english.get("refused numbers")).contains("400 ", "30.75", "1.5");
        assertThat(english.get("parameters")).contains("200 ", "\"guidance\":6.5");
        assertThat(english.get("/q/metrics")).contains("diffract_");
        assertThat(english.get("server /metrics")).contains("nv_inference_request_success");
    }

    private static Map<String, String> said(Language language) throws IOException, InterruptedException {
        Path repository = Deployment.buildRepository(directory);
        Path work = Files.createDirectories(directory.resolve(language.name()));
        int[] ports = Programs.freePorts(3);
        try (RunningProgram slice = RunningProgram.start(
                        "slice",
                        language.of(Programs.embeddedServer(
                                "--model-repository", repository.toString(),
                                "--slice-name", "slice",
                                "--http-port", Integer.toString(ports[0]),
                                "--grpc-port", Integer.toString(ports[1]),
                                "--metrics-port", Integer.toString(ports[2]))),
                        work);
                FrontendServer frontend = FrontendServer.start(
                        "frontend", repository, "slice=127.0.0.1:" + ports[1], work, language::of)) {
            URI server = URI.create("http://127.0.0.1:" + ports[0]);
            slice.awaitHttpOk(server.resolve("/v2/health/ready"));
            Frontend client = new Frontend(frontend.base());
            Map<String, String> said = pictures(client);
            said.put("server's log", log(slice));
            said.put(
                    "server",
                    get(server.resolve("/v2/models/" + BuiltRepository.name(repository, "unet") + "/config")));
            said.put("server's refusal", get(server.resolve("/v2/models/UNET/versions/I")));
            said.put("server /metrics", names(get(URI.create("http://127.0.0.1:" + ports[2] + "/metrics"))));
            said.put("/q/metrics", names(get(frontend.metrics())));
            said.put("/v1/models", get(client.uri("/v1/models")));
            said.put("/q/openapi", get(client.uri("/q/openapi")));
            return said;
        }
    }

    private static Map<String, String> pictures(Frontend client) throws IOException {
        Map<String, String> said = new TreeMap<>();
        ObjectNode asked = asked("DPM++ 2M SDE Karras");
        HttpResponse<byte[]> picture = client.post("application/json", "image/png", JSON.writeValueAsBytes(asked));
        said.put("sampler", text(picture));
        said.put("parameters", text(client.post("/v1/png-info", "image/png", "application/json", picture.body())));
        said.put("whatever the case", draw(client, asked("ddim").put("eta", 0.5)));
        said.put("hires", draw(client, withSecondPass(asked("UNIPC"))));
        said.put(
                "inpainting",
                draw(
                        client,
                        asked("PLMS")
                                .put("image", grey(0x80))
                                .put("mask", grey(0xff))
                                .put("strength", 0.25)
                                .put("inpainting_fill", "latent_noise")));
        ObjectNode wrong =
                asked("Euler").put("guidance", 30.75).put("strength", 1.5).put("steps", 12345);
        said.put("refused numbers", refusal(client, wrong));
        said.put("refused names", refusal(client, asked("TITI").put("noise", "ıI")));
        ObjectNode answer = (ObjectNode) Frontend.json(client.post(JSON.writeValueAsString(asked("Euler a"))));
        for (String unlike : List.of("id", "created", "timings")) {
            assertThat(answer.remove(unlike)).as(unlike).isNotNull();
        }
        answer.remove("done_by"); // where nothing was known yet there is none
        said.put("answer", answer.toString());
        return said;
    }

    private static ObjectNode asked(String sampler) {
        return JSON.createObjectNode()
                .put("prompt", "a red circle")
                .put("seed", 7)
                .put("steps", 4)
                .put("guidance", 6.5)
                .put("sampler", sampler);
    }

    private static ObjectNode withSecondPass(ObjectNode asked) {
        asked.putObject("hires").put("scale", 1.5).put("strength", 0.5).put("upscaler", "latent");
        return asked;
    }

    private static String draw(Frontend client, JsonNode asked) throws IOException {
        return text(client.post("application/json", "image/png", JSON.writeValueAsBytes(asked)));
    }

    private static String refusal(Frontend client, JsonNode asked) throws IOException {
        return text(client.post(JSON.writeValueAsString(asked))).replaceFirst("\"request_id\":\"[^\"]*\"", "");
    }

    /** What a server says of itself; models may come in another order, and ports are others. */
    private static String log(RunningProgram program) {
        return program.output().replaceAll("\\d+", "#").lines().sorted().collect(Collectors.joining("\n"));
    }

    private static String grey(int level) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, level * 0x010101);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    /** What a metrics page says of its own program and of requests, without the values. */
    private static String names(String page) {
        return page.replaceFirst(" ", "\n")
                .lines()
                .filter(line -> line.matches(".*\\b(diffract_|nv_|http_server_requests).*"))
                .map(line -> line.startsWith("#") ? line : line.replaceAll(" \\S+$", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return text(HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
    }

    /** Of any bytes one letter each. */
    private static String text(HttpResponse<byte[]> response) {
        return response.statusCode() + " " + new String(response.body(), StandardCharsets.ISO_8859_1);
    }
}
