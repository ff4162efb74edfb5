package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.dialect.nativ.ProblemAssertions.assertProblem;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that come in JPEG files. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class JpegFilesIT extends WithHealthySlices {

    @Test
    void jpegIsTheBarePictureToo() throws IOException {
        Response answer = given().contentType("application/json")
                .accept("image/jpeg")
                .body("{\"prompt\": \"a\", \"seed\": 7, \"width\": 128, \"height\": 64, \"quality\": 95}")
                .post(PATH);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("image/jpeg");
        assertThat(answer.header("X-Seed")).isEqualTo("7");
        assertThat(answer.header("Content-Disposition")).isEqualTo("inline; filename=\"diffract-7.jpg\"");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.asByteArray())).getWidth())
                .isEqualTo(128);
        String text = new String(answer.asByteArray(), StandardCharsets.ISO_8859_1).replace("\0", "");
        assertThat(text).contains("UNICODE", "Size: 128x64", "Seed: 7");
    }

    @Test
    void jpegFilesInJsonHaveTheirOwnName() throws IOException {
        JsonPath json = post("{\"prompt\": \"a\", \"seed\": 7, \"format\": \"jpeg\", \"count\": 2}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(json.<Map<String, Object>>getList("images")).allSatisfy(image -> {
            assertThat(image).containsKey("jpeg").doesNotContainKey("png");
            byte[] file = Base64.getDecoder().decode((String) image.get("jpeg"));
            assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(64);
        });
        assertThat(json.getString("parameters.format")).isEqualTo("jpeg");
        assertThat(json.getInt("parameters.quality")).isEqualTo(90);
    }

    @Test
    void eventsHaveThemToo() {
        String events = given().contentType("application/json")
                .accept("text/event-stream")
                .body("{\"prompt\": \"a\", \"format\": \"jpeg\", \"quality\": 1}")
                .post(PATH)
                .asString();

        assertThat(events).contains("\"jpeg\":\"/9j/").doesNotContain("\"png\":\"");
    }

    @Test
    void ofLessQualityTheyAreSmaller() {
        assertThat(jpeg(100).length).isGreaterThan(2 * jpeg(10).length);
    }

    private static byte[] jpeg(int quality) {
        return given().contentType("application/json")
                .accept("image/jpeg")
                .body("{\"prompt\": \"a\", \"seed\": 7, \"width\": 256, \"height\": 256, \"quality\": " + quality + "}")
                .post(PATH)
                .asByteArray();
    }

    @ParameterizedTest
    @CsvSource({"image/png, jpeg", "image/jpeg, png"})
    void aFileIsOfOneFormat(String accept, String format) {
        Response response = given().contentType("application/json")
                .accept(accept)
                .body("{\"prompt\": \"a\", \"format\": \"" + format + "\"}")
                .post(PATH);

        assertProblem(response, 406, "not_acceptable");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo(accept + " is accepted and format is " + format
                        + "; leave format out or let both say the same.");
    }

    @Test
    void aQualityIsOfAHundred() {
        for (int quality : new int[] {0, 101}) {
            Response response = post("{\"prompt\": \"a\", \"format\": \"jpeg\", \"quality\": " + quality + "}");

            assertProblem(response, 400, "invalid_request");
            assertThat(response.jsonPath().getString("errors[0].pointer")).isEqualTo("/quality");
            assertThat(response.jsonPath().getString("errors[0].detail"))
                    .isEqualTo("must be from 1 to 100, was " + quality);
        }
    }
}
