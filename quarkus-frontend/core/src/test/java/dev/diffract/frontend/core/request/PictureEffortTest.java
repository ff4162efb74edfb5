package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Masks;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.imaging.Surroundings;
import dev.diffract.frontend.core.plan.Source;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is computed of a user's pictures before they are drawn from: in proportion to them, and only as long as somebody waits for it. */
class PictureEffortTest {

    private static final int SIDE = 256;
    private static final int DRAWN = 64;
    private static final long BLUR = GenerationLimits.MASK_BLUR;

    /** Steps for a pixel of a mask that is blurred: two bells; what else there is for a pixel is less. */
    private static final long STEPS = 2 * (5 * BLUR + 1) + 100;

    /** Steps for a pixel that is drawn and was filled: four planes of six passes for each of five blurs, the widest beyond its borders. */
    private static final long FILLING = 4 * 6 * 5 * 4;

    /** Says how much was spent, of what at once, and what of it after the caller had gone. */
    private static final class Counted implements Effort {

        private final long stays;
        private long calls;
        private long steps;
        private long largest;

        Counted(long stays) {
            this.stays = stays;
        }

        @Override
        public void spend(long more) {
            calls++;
            if (calls > stays) {
                throw new IllegalStateException("gone");
            }
            steps += more;
            largest = Math.max(largest, more);
        }
    }

    static Stream<SourceRequest> pictures() {
        Raster picture = checkered(3, SIDE);
        Raster mask = checkered(1, SIDE);
        return Stream.of(
                new SourceRequest(picture, null, null, new MaskRequest(mask, null, BLUR, "fill", true, null)),
                new SourceRequest(picture, null, null, new MaskRequest(mask, true, BLUR, "original", true, null)),
                new SourceRequest(picture, null, "stretch", new MaskRequest(mask, null, BLUR, "fill", false, null)),
                new SourceRequest(picture, null, "crop", new MaskRequest(mask, null, BLUR, "fill", false, null)),
                new SourceRequest(picture, null, "fill", MaskRequest.NONE));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void isInProportionToThePictures(SourceRequest said) {
        Counted effort = new Counted(Long.MAX_VALUE);
        resolve(said, effort);
        assertThat(effort.steps).isBetween(1L, STEPS * SIDE * SIDE + FILLING * DRAWN * DRAWN);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void isAskedForARowAtATime(SourceRequest said) {
        Counted effort = new Counted(Long.MAX_VALUE);
        resolve(said, effort);
        assertThat(effort.largest).isLessThan(STEPS * SIDE);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void endsWithItsCaller(SourceRequest said) {
        Counted all = new Counted(Long.MAX_VALUE);
        resolve(said, all);
        for (long part = 0; part < 10; part++) {
            Counted effort = new Counted(all.calls * part / 10);
            assertThatThrownBy(() -> resolve(said, effort)).hasMessage("gone");
            assertThat(effort.calls).isEqualTo(effort.stays + 1);
            assertThat(effort.steps).isLessThan(all.steps);
        }
    }

    /** As AUTOMATIC1111's {@code StableDiffusionProcessingImg2Img.init} does. */
    @Test
    void onlyThePartIsCutThenScaledAndThenFilled() {
        Raster picture = checkered(3, SIDE);
        byte[] white = new byte[SIDE * SIDE];
        for (int i = 0; i < white.length; i++) {
            white[i] = (byte) (i % SIDE >= 100 && i % SIDE < 180 && i / SIDE >= 90 && i / SIDE < 170 ? 255 : 0);
        }
        Raster mask = Raster.gray(SIDE, SIDE, white);

        Source source = resolve(
                new SourceRequest(picture, null, null, new MaskRequest(mask, null, 4L, "fill", true, 16L)),
                Effort.UNSEEN);

        var part = source.inpainting().orElseThrow();
        var region = part.onlyMasked().orElseThrow().region();
        Raster cut = ResizeMode.FILL.fit(picture.cut(region), DRAWN, DRAWN);
        Raster visible =
                ResizeMode.FILL.fit(Masks.blurred(mask, 4, Effort.UNSEEN).cut(region), DRAWN, DRAWN);
        assertThat(part.mask()).isEqualTo(visible);
        assertThat(source.image()).isEqualTo(Surroundings.fill(cut, visible, Effort.UNSEEN));
        assertThat(source.image()).isNotEqualTo(cut);
    }

    private static Source resolve(SourceRequest said, Effort effort) {
        GenerationRequest request = GenerationRequest.builder()
                .prompt("a")
                .size((long) DRAWN, (long) DRAWN)
                .source(said)
                .build();
        return new RequestResolver(GenerationLimits.DEFAULT, () -> 1)
                .resolve(TestModels.model(), request, effort)
                .source()
                .orElseThrow();
    }

    private static Raster checkered(int channels, int side) {
        byte[] values = new byte[channels * side * side];
        for (int i = 0; i < values.length; i++) {
            int pixel = i / channels;
            values[i] = (byte) ((pixel % side / 8 + pixel / side / 8) % 2 == 0 ? 255 : 0);
        }
        return new Raster(side, side, channels, values);
    }
}
