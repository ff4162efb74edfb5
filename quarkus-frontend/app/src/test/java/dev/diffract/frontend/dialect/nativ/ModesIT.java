package dev.diffract.frontend.dialect.nativ;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.repository.layout.ServedName;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Image-to-image, inpainting, hires fix and guidance rescale over HTTP. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class ModesIT extends WithHealthySlices {

    @Test
    void aPictureIsDrawnAnewFromWhereItsStrengthLeads() {
        Response answer = post("\"image\": \"" + noise(64, 128) + "\", \"strength\": 0.5, \"guidance_rescale\": 0.3");

        JsonPath json = ok(answer);
        assertThat(json.getInt("parameters.height")).isEqualTo(128);
        assertThat(json.getDouble("parameters.strength")).isEqualTo(0.5);
        assertThat(json.getDouble("parameters.guidance_rescale")).isEqualTo(0.3);
        assertThat(json.getMap("parameters")).doesNotContainKeys("image", "mask", "mask_blur", "hires", "resize_mode");
        assertThat(json.getString("images[0].infotext")).contains("Denoising strength: 0.5", "CFG Rescale: 0.3");
        assertThat(calls("vae_encoder")).isEqualTo(1);
        assertThat(calls("unet")).isEqualTo(2);
    }

    @Test
    void browsersSendPicturesAsDataAddresses() {
        ok(post("\"image\": \"data:image/png;base64," + noise(64, 64) + "\", \"strength\": 0"));
        assertThat(calls("unet")).isZero();
    }

    /** Lying on its side, as telephones write them, and called PNG. */
    @Test
    void aJpegIsTurnedAsItsExifSaysWhateverTheAddressCallsIt() throws IOException {
        String image = Base64.getEncoder().encodeToString(onItsSide(jpeg(128, 64)));
        String mask = Base64.getEncoder().encodeToString(jpeg(64, 128));
        JsonPath json = ok(post(
                "\"image\": \"data:image/png;base64," + image + "\", \"mask\": \"" + mask + "\", \"strength\": 0.5"));

        assertThat(json.getInt("parameters.width")).isEqualTo(64);
        assertThat(json.getInt("parameters.height")).isEqualTo(128);
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        gray.getGraphics().fillRect(0, 0, width / 2, height);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(gray, "jpg", file);
        return file.toByteArray();
    }

    private static byte[] onItsSide(byte[] jpeg) {
        byte[] exif = HexFormat.of()
                .parseHex(
                        "ffe10022457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000");
        return ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 2)
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** As {@code base64 FILE} and mail write it. */
    @Test
    void base64MayHaveLineEnds() {
        for (String end : List.of("\\n", "\\r\\n")) {
            String broken = noise(64, 64).replaceAll("(.{76})", "$1" + end.replace("\\", "\\\\")) + end;
            ok(post("\"image\": \"" + broken + "\", \"strength\": 0"));
            ok(post("\"image\": \"data:image/png;base64," + broken + "\", \"strength\": 0"));
        }
    }

    @Test
    void whatTheMaskLeavesOutComesBackUntouched() throws IOException {
        String image = noise(64, 64);
        JsonPath json = ok(post("\"image\": \"" + image + "\", \"mask\": \"" + leftHalf(64, 64)
                + "\", \"mask_blur\": 0, \"inpainting_fill\": \"latent_noise\", \"strength\": 1"));

        BufferedImage before = read(image);
        BufferedImage after = read(json.getString("images[0].png"));
        for (int i = 0; i < 64 * 32; i++) {
            assertThat(after.getRGB(32 + i % 32, i / 32)).isEqualTo(before.getRGB(32 + i % 32, i / 32));
        }
        assertThat(json.getInt("parameters.mask_blur")).isZero();
        assertThat(json.getString("parameters.inpainting_fill")).isEqualTo("latent_noise");
        assertThat(json.getBoolean("parameters.only_masked")).isFalse();
        assertThat(json.getString("images[0].infotext")).contains("Mask blur: 0, Masked content: latent noise");
    }

    @Test
    void onlyTheMaskedPartOfALargePictureIsDrawn() throws IOException {
        JsonPath json = ok(post("\"image\": \"" + noise(500, 300) + "\", \"mask\": \"" + leftHalf(500, 300)
                + "\", \"only_masked\": true, \"masked_padding\": 8, \"width\": 64, \"height\": 64"));

        BufferedImage after = read(json.getString("images[0].png"));
        assertThat(after.getWidth()).isEqualTo(500);
        assertThat(after.getHeight()).isEqualTo(300);
        assertThat(json.getInt("parameters.masked_padding")).isEqualTo(8);
    }

    @Test
    void aSecondPassEnlarges() throws IOException {
        for (String upscaler : List.of("latent", "pixel")) {
            slices.reset();
            JsonPath json = ok(post(
                    "\"hires\": {\"scale\": 2, \"upscaler\": \"" + upscaler + "\", \"steps\": 3, \"strength\": 0.6}"));

            assertThat(read(json.getString("images[0].png")).getWidth()).isEqualTo(128);
            assertThat(json.getMap("parameters.hires"))
                    .isEqualTo(Map.of("scale", 2.0f, "upscaler", upscaler, "steps", 3, "strength", 0.6f));
            assertThat(json.getString("images[0].infotext"))
                    .contains("Size: 64x64", "Hires upscale: 2, Hires steps: 3, Hires upscaler: ");
            assertThat(calls("unet")).isEqualTo(7);
        }
    }

    static Stream<Arguments> faults() {
        String image = "\"image\": \"" + noise(64, 64) + "\"";
        return Stream.of(
                Arguments.of("\"image\": \"no base64!\"", "/image", "must be a PNG or JPEG file in base64"),
                Arguments.of("\"image\": \"\"", "/image", "must be a PNG or JPEG file, was something else"),
                Arguments.of(
                        "\"image\": \"/9j/4AAQ\"",
                        "/image",
                        "is a broken JPEG file: it ends before its picture does (byte 6)"),
                Arguments.of(
                        "\"image\": \"UklGRiQAAABXRUJQ\"", "/image", "must be a PNG or JPEG file, was a WebP file"),
                Arguments.of(
                        "\"image\": \"" + noise(64, 64).substring(0, 400) + "\"", "/image", "is a broken PNG file"),
                Arguments.of("\"image\": 7", "/image", "must be a text, was a number"),
                Arguments.of(image + ", \"mask\": \"AAAA\"", "/mask", "must be a PNG or JPEG file, was something else"),
                Arguments.of(
                        image + ", \"width\": 128",
                        "/image",
                        "is 64x64 pixels and 128x64 are to be drawn; ask for the picture's size, or say by"
                                + " resize_mode how to make it fit: stretch, crop, fill"),
                Arguments.of(
                        image + ", \"mask\": \"" + leftHalf(64, 128) + "\"",
                        "/mask",
                        "must have the image's size of 64x64 pixels, had 64x128"),
                Arguments.of("\"strength\": 0.5", "/strength", "needs image, which is not there"),
                Arguments.of(image + ", \"strength\": 1.01", "/strength", "must be a number from 0 to 1, was 1.01"),
                Arguments.of(image + ", \"only_masked\": \"yes\"", "/only_masked", "must be true or false, was a text"),
                Arguments.of("\"hires\": 2", "/hires", "must be an object, was a number"),
                Arguments.of("\"hires\": {\"scale\": \"2\"}", "/hires/scale", "must be a number, was a text"),
                Arguments.of(
                        "\"hires\": {\"skale\": 2}",
                        "/hires/skale",
                        "is not a field of this object; it has scale, steps, strength, upscaler; did you mean scale?"),
                Arguments.of("\"guidance_rescale\": 2", "/guidance_rescale", "must be a number from 0 to 1, was 2.0"));
    }

    @ParameterizedTest
    @MethodSource
    void faults(String fields, String pointer, String sentence) {
        Response answer = post(fields);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().<Map<String, String>>getList("errors"))
                .containsExactly(Map.of("pointer", pointer, "detail", sentence));
    }

    @Test
    void aRepeatedFieldOfAnObjectIsRefused() {
        assertThat(post("\"hires\": {\"scale\": 2, \"scale\": 3}").statusCode()).isEqualTo(400);
    }

    private long calls(String role) {
        return Stream.concat(slices.a().calls().stream(), slices.b().calls().stream())
                .map(ModelInferRequest::getModelName)
                .filter(name -> ServedName.role(name).equals(role))
                .count();
    }

    private static JsonPath ok(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static Response post(String fields) {
        return given().contentType("application/json")
                .body("{\"prompt\": \"a\", \"seed\": 7, " + fields + "}")
                .post("/v1/generations");
    }

    private static BufferedImage read(String png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
    }

    private static String noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(1).nextBytes(rgb);
        return png(width, height, rgb);
    }

    private static String leftHalf(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            Arrays.fill(rgb, y * width * 3, y * width * 3 + width / 2 * 3, (byte) 255);
        }
        return png(width, height, rgb);
    }

    private static String png(int width, int height, byte[] rgb) {
        return Base64.getEncoder().encodeToString(new PngEncoder().encode(width, height, rgb, ""));
    }
}
