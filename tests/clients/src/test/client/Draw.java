import dev.diffract.client.ApiClient;
import dev.diffract.client.ApiException;
import dev.diffract.client.api.ModelsApi;
import dev.diffract.client.api.PicturesApi;
import dev.diffract.client.model.Generation;
import dev.diffract.client.model.GenerationRequest;
import dev.diffract.client.model.PngInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/** Draws with the generated client: Draw URL FILE. The bodies hold every default of the document. */
public final class Draw {

    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        check(new ModelsApi(client).models().getModels().get(0).getReady(), "no model is ready");

        PicturesApi pictures = new PicturesApi(client);
        GenerationRequest request =
                new GenerationRequest().prompt("a red circle on a blue background").steps(2).seed(7L);
        check(Boolean.FALSE.equals(request.getInvertMask()), "defaults are not filled in");
        Generation generation = pictures.generate(request);
        check(generation.getParameters().getSeed() == 7, "another seed");
        Path file = Path.of(arguments[1]);
        byte[] png = generation.getImages().get(0).getPng();
        Files.write(file, png);

        PngInfo restored = pngInfo(client, png);
        check(restored.getRequest().getSeed() == 7, "another seed was read");
        byte[] again = pictures.generate(restored.getRequest()).getImages().get(0).getPng();
        check(Arrays.equals(png, again), "drawn otherwise");

        PngInfo foreign = pngInfo(
                client,
                saying("a fox\nSteps: 1000, Sampler: Unheard Of, CFG scale: 70, Seed: 5, Size: 0x0, Model: other", png));
        check(
                foreign.getOthers().keySet().equals(Set.of("Steps", "Sampler", "CFG scale", "Size", "Model")),
                foreign.toString());
        check(pictures.generate(foreign.getRequest()).getParameters().getSeed() == 5, "another seed of a foreign picture");
        check(pngInfo(client, saying("{\"prompt\": \"a fox\"}", png)).getRequest() == null, "a request of nothing");

        try {
            pictures.generate(new GenerationRequest().prompt("a").steps(0));
            throw new IllegalStateException("0 steps were drawn");
        } catch (ApiException refused) {
            check(refused.getCode() == 400 && refused.getResponseBody().contains("/steps"), refused.getResponseBody());
        }
        System.out.println("drawn");
    }

    /** By hand: this generator's client sends the name of a file where the file itself is asked for. */
    private static PngInfo pngInfo(ApiClient client, byte[] png) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(client.getBaseUri() + "/v1/png-info"))
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(png))
                .build();
        byte[] answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
        return client.getObjectMapper().readValue(answer, PngInfo.class);
    }

    /** The picture with parameters as another program writes them, before its own. */
    private static byte[] saying(String text, byte[] png) {
        byte[] chunk = ("tEXtparameters\0" + text).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(chunk);
        int header = 33;
        return ByteBuffer.allocate(png.length + chunk.length + 8)
                .put(png, 0, header)
                .putInt(chunk.length - 4)
                .put(chunk)
                .putInt((int) sum.getValue())
                .put(png, header, png.length - header)
                .array();
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
