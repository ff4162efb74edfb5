package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.PROMPT;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a model's safety checker says of each picture; that of the slices here dislikes pictures whose first value is odd. */
@QuarkusTest
@TestProfile(FakeSlices.Judged.class)
class VerdictIT extends WithHealthySlices {

    private static final String BODY = "{\"prompt\": \"" + PROMPT + "\", \"seed\": 7, \"count\": 4}";
    private static final String VERDICT = "has_nsfw_concepts";

    @Test
    void standsAtEachPictureOfTheAnswer() {
        JsonPath answer = post(BODY).then().statusCode(200).extract().jsonPath();

        assertThat(answer.<Boolean>getList("images." + VERDICT))
                .containsExactlyElementsOf(answer.<String>getList("images.png").stream()
                        .map(VerdictIT::isDisliked)
                        .toList())
                .contains(true, false);
    }

    @Test
    void standsInEachPicturesEvent() {
        List<Boolean> verdicts = new ArrayList<>();
        for (Event event : EventReader.read(given().contentType("application/json")
                .accept("text/event-stream")
                .body(BODY)
                .post(PATH)
                .asString())) {
            if (event.name().equals("image")) {
                verdicts.add(event.data().getBoolean(VERDICT));
                assertThat(verdicts).last().isEqualTo(isDisliked(event.data().getString("png")));
            }
        }
        assertThat(verdicts).hasSize(4).contains(true, false);
    }

    @Test
    void isNotWrittenIntoThePicturesParameters() {
        JsonPath answer = post(BODY).then().statusCode(200).extract().jsonPath();

        assertThat(answer.<String>getList("images.infotext"))
                .allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase("nsfw"));
    }

    private static boolean isDisliked(String png) {
        try {
            int first = ImageIO.read(
                            new ByteArrayInputStream(Base64.getDecoder().decode(png)))
                    .getRGB(0, 0);
            return (first >> 16 & 1) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
