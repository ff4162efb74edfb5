package dev.diffract.frontend.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.request.SourceRequest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FootprintTest {

    private static final long OTHERS = 4096;

    /** The most that 64 by 128 pixels take as a PNG file, with a 256th for what deflate adds. */
    private static final long FILE = 128 * (3 * 64 + 1) + 128 * (3 * 64 + 1) / 256;

    private static final long TEXT = (FILE + 2) / 3 * 4;

    /** Of each the file, four thirds of it as base64, and what is said of it twice. */
    @Test
    void isOfThePicturesFilesAndTheirTexts() {
        Footprint one = of(request().count(1L).build());
        Footprint three = of(request().count(3L).build());

        assertThat(one).isEqualTo(new Footprint(1, 64, 128, OTHERS + 15 * 3));
        assertThat(one.bytes()).isEqualTo(FILE + TEXT + OTHERS + 15 * 3);
        assertThat(three.bytes()).isEqualTo(3 * one.bytes());
    }

    /** Of a single picture the making takes more than it holds afterwards; of many it takes less than their answer. */
    @Test
    void theMostAtATimeHasOnePictureThatIsBeingMade() {
        Footprint one = new Footprint(1, 64, 128, 0);
        assertThat(one.inOneAnswer()).isEqualTo(64 * 128 * 3 + FILE + FILE);
        assertThat(one.inEvents()).isEqualTo(FILE + 5 * TEXT);

        Footprint many = one.of(16);
        assertThat(many.inOneAnswer()).isEqualTo(16 * (FILE + TEXT)).isEqualTo(many.bytes());
        assertThat(many.inEvents()).isEqualTo(many.bytes());
        assertThat(one.of(4).inEvents()).isEqualTo(4 * FILE + 5 * TEXT);
    }

    /** The first byte of each row says how it is filtered. */
    @Test
    void countsTheRowsOfANarrowPicture() {
        assertThat(new Footprint(1, 1, 3000, 0).bytes()).isGreaterThan(4 * 3000 + 4 * 3000 / 3 * 4);
    }

    /** Products of the largest sides and counts are more than 32 bits have. */
    @Test
    void countsBeyondThirtyTwoBits() {
        assertThat(new Footprint(1000, 16_384, 16_384, 0).bytes()).isGreaterThan(1000L * 16_384 * 16_384 * 7);
    }

    @Test
    void isOfTheSizeThatIsFinished() {
        Footprint second =
                of(request().hires(new HiresRequest(2.0, null, null, null)).build());
        assertThat(second.width()).isEqualTo(128);
        assertThat(second.height()).isEqualTo(256);

        byte[] white = new byte[300 * 200];
        Arrays.fill(white, (byte) 255);
        MaskRequest part = new MaskRequest(Raster.gray(300, 200, white), null, null, null, true, null);
        Raster picture = Raster.rgb(300, 200, new byte[300 * 200 * 3]);
        Footprint whole = of(
                request().source(new SourceRequest(picture, null, null, part)).build());
        assertThat(whole.width()).isEqualTo(300);
        assertThat(whole.height()).isEqualTo(200);
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.builder().prompt("cat").size(64L, 128L);
    }

    private static Footprint of(GenerationRequest request) {
        return Footprint.of(
                new RequestResolver(GenerationLimits.DEFAULT, () -> 1).resolve(TestModels.model(), request));
    }
}
