package dev.diffract.frontend.core.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagingTest {

    /** {@code hashlib.sha256(Image.resize((width, height), LANCZOS).tobytes())} of Pillow 13.0.0. */
    @ParameterizedTest
    @CsvSource({
        "RGB, 37, 53, 64, 128, 77f249d8510b9163192affabb9bba6c1d7ad6fd7325d1cd17a9cc36b93aa8ff5",
        "RGB, 200, 150, 64, 64, b78abbb83a893c805bfe2ec4ea21c582df7b2ef92fd246342938dfeaafd24ffa",
        "L, 128, 128, 40, 97, 673494af643dd61dc73ce55009c217c007bbfb84f7ecbf8f90b0f51e87748550",
        "RGB, 1, 1, 5, 7, 2ab4312a08deac235afed74646d7f46b31966333874fb15ad9837d6e607852b3",
        "RGB, 64, 64, 128, 128, 9b8b0618e4335020f6114ce0285cb46df7c171fbb77c652dfbe4b1838edbd51f",
        "L, 301, 7, 64, 512, e0d970283baa56fd72a72c9032551b693fd7abe73625bf9c4ed5622e5f8fa2d0",
    })
    void resizesAsPillowDoes(String mode, int width, int height, int toWidth, int toHeight, String hash)
            throws NoSuchAlgorithmException {
        Raster resized = Lanczos.resize(bytes(mode.equals("RGB") ? 3 : 1, width, height), toWidth, toHeight);
        assertThat(resized.hasSize(toWidth, toHeight)).isTrue();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(resized.values());
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(hash);
    }

    @Test
    void aSizeOfItsOwnChangesNothing() {
        Raster raster = bytes(3, 17, 9);
        assertThat(Lanczos.resize(raster, 17, 9)).isEqualTo(raster);
        for (ResizeMode mode : ResizeMode.values()) {
            assertThat(mode.fit(raster, 17, 9)).isEqualTo(raster);
        }
    }

    @Test
    void croppingFillsTheFrameAndCutsTheSides() {
        Raster wide = columns(120, 20, 0, 255, 0);
        assertThat(ResizeMode.CROP.fit(wide, 20, 20).values()).containsOnly(255);
        assertThat(ResizeMode.CROP.fit(wide, 64, 128).hasSize(64, 128)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"120, 20, 64, 64", "19, 301, 64, 128", "300, 40, 33, 17"})
    void whatCroppingComputesIsTheMiddleOfAllOfIt(int width, int height, int toWidth, int toHeight) {
        Raster picture = bytes(3, width, height);
        int allWide = Math.max(toWidth, width * toHeight / height);
        int allHigh = Math.max(toHeight, height * toWidth / width);
        Raster all = Lanczos.resize(picture, allWide, allHigh);
        Region middle = new Region(allWide / 2 - toWidth / 2, allHigh / 2 - toHeight / 2, toWidth, toHeight);
        assertThat(ResizeMode.CROP.fit(picture, toWidth, toHeight)).isEqualTo(all.cut(middle));
    }

    /** Scaled first, it would have 2,147,483,648 columns. */
    @ParameterizedTest
    @CsvSource({"4194304, 1", "1, 4194304"})
    void aPictureOfOneRowIsCutBeforeItIsScaled(int width, int height) {
        byte[] values = new byte[width * height];
        Arrays.fill(values, values.length / 2 - 4, values.length / 2 + 4, (byte) 77);
        assertThat(ResizeMode.CROP
                        .fit(Raster.gray(width, height, values), 512, 512)
                        .at(256, 256, 0))
                .isEqualTo(77);
    }

    @Test
    void valuesThatNoArrayHoldsAreNoRaster() {
        assertThat(Raster.values(16384, 16384, 3)).isEqualTo(805_306_368);
        assertThatThrownBy(() -> Raster.values(65_536, 65_536, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void fillingRepeatsTheOutermostPixels() {
        Raster wide = columns(60, 20, 9, 9, 9);
        assertThat(ResizeMode.FILL.fit(wide, 60, 61).values()).containsOnly(9);
        Raster tall = ResizeMode.FILL.fit(columns(60, 30, 10, 20, 30), 200, 30);
        assertThat(tall.at(0, 15, 0)).isEqualTo(10);
        assertThat(tall.at(100, 15, 0)).isEqualTo(20);
        assertThat(tall.at(199, 15, 0)).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"1, 4000, 64, 64", "4000, 1, 64, 64", "1, 1, 512, 64", "3, 1, 64, 512"})
    void extremeShapesFitInEveryWay(int width, int height, int toWidth, int toHeight) {
        for (ResizeMode mode : ResizeMode.values()) {
            assertThat(mode.fit(bytes(3, width, height), toWidth, toHeight).hasSize(toWidth, toHeight))
                    .isTrue();
        }
    }

    /** {@code VaeImageProcessor.get_crop_region} of diffusers 0.42.1. */
    @ParameterizedTest
    @CsvSource({
        "100 80, 10 20 30 40, 0, 64 64, 10 20 30 40",
        "100 80, 0 0 1 1, 0, 64 64, 0 0 1 1",
        "100 80, 90 70 100 80, 32, 512 128, 0 38 100 80",
        "200 150, 30 60 50 80, 10, 64 128, 20 30 60 110",
        "200 150, 0 0 200 150, 0, 64 128, 0 0 200 150",
        "200 150, 5 5 195 9, 3, 128 128, 2 0 198 150",
        "64 64, 20 20 21 50, 7, 512 64, 0 13 64 57",
        "101 77, 60 3 99 20, 5, 448 320, 55 0 101 32",
    })
    void findsTheRegionThatDiffusersFinds(String picture, String masked, int padding, String drawn, String region) {
        int[] size = numbers(picture);
        int[] box = numbers(masked);
        int[] to = numbers(drawn);
        byte[] mask = new byte[size[0] * size[1]];
        for (int y = box[1]; y < box[3]; y++) {
            Arrays.fill(mask, y * size[0] + box[0], y * size[0] + box[2], (byte) 1);
        }
        Region found = Region.around(Raster.gray(size[0], size[1], mask), padding, to[0], to[1]);
        assertThat(found.left() + " " + found.top() + " " + (found.left() + found.width()) + " "
                        + (found.top() + found.height()))
                .isEqualTo(region);
    }

    private static int[] numbers(String words) {
        return Stream.of(words.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void blurSoftensAnEdgeAndKeepsWhatIsFarAway() {
        Raster blurred = Masks.blurred(columns(90, 4, 0, 255, 0), 4, Effort.UNSEEN);
        assertThat(blurred.at(0, 2, 0)).isZero();
        assertThat(blurred.at(45, 2, 0)).isEqualTo(255);
        assertThat(blurred.at(29, 2, 0) + blurred.at(30, 2, 0)).isBetween(254, 256);
        for (int x = 20; x < 40; x++) {
            assertThat(blurred.at(x + 1, 2, 0)).isGreaterThanOrEqualTo(blurred.at(x, 2, 0));
            assertThat(blurred.at(x, 0, 0)).isEqualTo(blurred.at(x, 3, 0));
        }
        assertThat(Masks.blurred(columns(90, 4, 255, 255, 255), 64, Effort.UNSEEN)
                        .values())
                .containsOnly(255);
        assertThat(Masks.blurred(Raster.gray(1, 1, new byte[] {77}), 9, Effort.UNSEEN)
                        .at(0, 0, 0))
                .isEqualTo(77);
    }

    @Test
    void theUpperLeftPixelDecidesForALatent() {
        byte[] mask = new byte[16 * 16];
        mask[8] = (byte) 128;
        mask[8 * 16] = 127;
        mask[9 * 16 + 9] = (byte) 255;
        assertThat(Masks.latents(Raster.gray(16, 16, mask), 8)).containsExactly(0, 1, 0, 0);
    }

    @Test
    void mixesByTheMask() {
        Raster black = Raster.rgb(3, 1, new byte[] {10, 20, 30, 10, 20, 30, 10, 20, 30});
        Raster white = Raster.rgb(3, 1, new byte[] {110, 120, 127, 110, 120, 127, 110, 120, 127});
        Raster mask = Raster.gray(3, 1, new byte[] {0, (byte) 255, 51});
        assertThat(Masks.mixed(black, white, mask).values()).containsExactly(10, 20, 30, 110, 120, 127, 30, 40, 49);
    }

    @Test
    void theHiddenPartGetsTheColoursAroundIt() {
        Raster picture = columns(96, 32, 100, 255, 200);
        byte[] rgb = new byte[96 * 32 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (picture.values()[i / 3] & 0xff);
        }
        Raster filled = Surroundings.fill(Raster.rgb(96, 32, rgb), columns(96, 32, 0, 255, 0));
        assertThat(filled.at(10, 10, 1)).isEqualTo(100);
        assertThat(filled.at(80, 10, 1)).isEqualTo(200);
        assertThat(filled.at(33, 16, 0)).isBetween(98, 125);
        assertThat(filled.at(62, 16, 0)).isBetween(175, 202);
        assertThat(filled.at(48, 16, 2)).isBetween(130, 170);
        assertThat(Surroundings.fill(Raster.rgb(96, 32, rgb), columns(96, 32, 255, 255, 255))
                        .values())
                .containsOnly(0);
    }

    @Test
    void aRasterHasAsManyValuesAsPixels() {
        assertThatThrownBy(() -> Raster.rgb(2, 2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2x2 pixels of 3 channels are not 11 values");
    }

    /** Three upright bands. */
    private static Raster columns(int width, int height, int left, int middle, int right) {
        byte[] values = new byte[width * height];
        for (int i = 0; i < values.length; i++) {
            int band = i % width * 3 / width;
            values[i] = (byte) (band == 0 ? left : band == 1 ? middle : right);
        }
        return Raster.gray(width, height, values);
    }

    /** The same in Python: {@code bytes((i * i * 31 + i * 7) // 5 % 256 for i in range(n))}. */
    private static Raster bytes(int channels, int width, int height) {
        byte[] values = new byte[width * height * channels];
        for (long i = 0; i < values.length; i++) {
            values[(int) i] = (byte) ((i * i * 31 + i * 7) / 5 % 256);
        }
        return new Raster(width, height, channels, values);
    }
}
