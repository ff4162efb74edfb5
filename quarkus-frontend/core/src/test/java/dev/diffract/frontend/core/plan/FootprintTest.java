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

    /** Three bytes of a pixel, three of it in a file of noise, and half a one. */
    @Test
    void isOfPicturesAndTheirFiles() {
        Footprint one = of(request().count(1L).build());
        Footprint three = of(request().count(3L).build());

        assertThat(one).isEqualTo(new Footprint(1, 64, 128, OTHERS + 6 * 3));
        assertThat(one.bytes()).isEqualTo(64 * 128 * 13 / 2 + OTHERS + 6 * 3);
        assertThat(three.bytes()).isEqualTo(3 * one.bytes());
    }

    /** Products of the largest sides and counts are more than 32 bits have. */
    @Test
    void countsBeyondThirtyTwoBits() {
        assertThat(new Footprint(1000, 16_384, 16_384, 0).bytes()).isEqualTo(1000L * 16_384 * 16_384 * 13 / 2);
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

    @Test
    void saysHowManyFit() {
        Footprint pictures = new Footprint(16, 512, 512, 0);
        assertThat(pictures.fitting(pictures.bytes())).isEqualTo(16);
        assertThat(pictures.fitting(pictures.bytes() - 1)).isEqualTo(15);
        assertThat(pictures.fitting(1000)).isZero();
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.builder().prompt("cat").size(64L, 128L);
    }

    private static Footprint of(GenerationRequest request) {
        return Footprint.of(
                new RequestResolver(GenerationLimits.DEFAULT, () -> 1).resolve(TestModels.model(), request));
    }
}
