package dev.diffract.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.parity.RecordedFile.Beyond;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of committed file, changed in one place, is found to differ. */
class ComparisonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path fresh;

    @Test
    void aChangedHashIsFound() throws IOException {
        RecordedFile file = file("noise-hashes.bin");
        byte[] content = committed(file);
        content[12345] ^= 1;

        assertThat(compared(file, content))
                .hasToString(file.path() + ": 1 other differences: 32000 bytes, the first other"
                        + " one at 12345, committed 32000 bytes");
    }

    @Test
    void aChangedLatentIsFoundWithItsPlaceAndSize() throws IOException {
        RecordedFile file = file("samplers.json.gz");
        ObjectNode vectors = json(file);
        ObjectNode trajectory = (ObjectNode) vectors.path("trajectories").get(7);
        ByteBuffer states = ByteBuffer.wrap(
                        Base64.getDecoder().decode(trajectory.path("states").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float value = states.getFloat(4 * 30);
        states.putFloat(4 * 30, value + 0.25f);
        trajectory.put("states", Base64.getEncoder().encodeToString(states.array()));

        Differences differences = compared(file, packed(vectors));

        assertThat(differences.largest()).isEqualTo(0.25, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(differences.toString())
                .startsWith(file.path() + ": 1 of ")
                .contains(" numbers differ by more than ")
                .contains(
                        "at trajectories[7].states[30]: " + (double) (value + 0.25f) + ", committed " + (double) value);
    }

    /** Another processor may make a few numbers others by more, never many, and none by much. */
    @Test
    void whatMayBeBeyondTheToleranceIsBounded() {
        for (int farther = 0; farther <= 6; farther++) {
            Differences differences = new Differences("file", 1e-5, Optional.of(new Beyond(0.05, 0.01)));
            for (int i = 0; i < 100; i++) {
                differences.number("[" + i + "]", 0.5, i < farther ? 0.509 : 0.5);
            }
            assertThat(differences.any()).as("%d of 100", farther).isEqualTo(farther > 5);
        }
        Differences far = new Differences("file", 1e-5, Optional.of(new Beyond(0.05, 0.01)));
        for (int i = 0; i < 100; i++) {
            far.number("[" + i + "]", 0.5, i == 7 ? 0.511 : 0.5);
        }
        assertThat(far.any()).isTrue();
    }

    @Test
    void whatIsWithinTheToleranceIsToldButNoDifference() throws IOException {
        RecordedFile file = file("samplers.json.gz");
        ObjectNode vectors = json(file);
        ObjectNode run = (ObjectNode) vectors.path("trajectories").get(0);
        ByteBuffer steps = ByteBuffer.wrap(
                        Base64.getDecoder().decode(run.path("timesteps").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        steps.putFloat(0, Math.nextUp(steps.getFloat(0)));
        run.put("timesteps", Base64.getEncoder().encodeToString(steps.array()));

        Differences differences = compared(file, packed(vectors));

        assertThat(differences.any()).isFalse();
        assertThat(differences.largest()).isPositive();
        assertThat(differences.toString()).startsWith(file.path() + ": the same within ");
    }

    @Test
    void aFieldMoreOrLessAndAnotherVersionAreFoundAndAnotherPythonIsNone() throws IOException {
        RecordedFile file = file("samplers.json.gz");
        ObjectNode vectors = json(file);
        vectors.put("added", 1).remove("seed");
        ((ObjectNode) vectors.path("versions")).put("torch", "0.4").put("python", "2.7");

        assertThat(compared(file, packed(vectors)).toString())
                .contains("3 other differences: added: new, committed lacks it; seed: missing, committed has it;"
                        + " versions.torch: \"0.4\", committed ")
                .doesNotContain("python:");
    }

    @Test
    void aChangedTokenAndAMissingOneAreFound() throws IOException {
        RecordedFile file = file("fuzz.json.gz");
        ObjectNode vectors = json(file);
        ArrayNode ids = (ArrayNode) vectors.path("ids");
        JsonNode committed = ids.get(3);
        ids.set(3, "1 2 3");
        ((ArrayNode) vectors.path("strings")).remove(0);

        assertThat(compared(file, packed(vectors)).toString())
                .contains("ids[3]: \"1 2 3\", committed " + committed.toString().substring(0, 20))
                .contains("strings: 9999 elements, committed 10000 elements");
    }

    @Test
    void aChangedNumberAndAChangedHalfAreFound() throws IOException {
        RecordedFile states = file("clip-skip.json");
        ObjectNode numbers = json(states);
        ArrayNode first =
                (ArrayNode) numbers.path("encoders").path("demo").path("states").get(1);
        first.set(5, first.get(5).doubleValue() + 1);
        RecordedFile latents = file("latents.json");
        ObjectNode halves = json(latents);
        ArrayNode drawn = (ArrayNode) halves.path("latents");
        byte[] bytes = Base64.getDecoder().decode(drawn.get(2).asText());
        bytes[9] ^= (byte) 0x80;
        drawn.set(2, Base64.getEncoder().encodeToString(bytes));

        assertThat(compared(states, JSON.writeValueAsBytes(numbers)).toString())
                .contains("1 numbers differ", "encoders.demo.states[1][5]: ");
        assertThat(compared(latents, JSON.writeValueAsBytes(halves)).toString())
                .contains("1 numbers differ", "latents[2][4]: ");
    }

    @Test
    void aWholeNumberIsFoundWithinWhatIsToleratedOfOthers() throws IOException {
        RecordedFile file = file("zero-snr.json");
        ObjectNode verdicts = json(file);
        ObjectNode row = (ObjectNode) verdicts.path("rows").get(0);
        int first = row.path("first_timestep").intValue();
        row.put("first_timestep", first - 1);

        assertThat(compared(file, JSON.writeValueAsBytes(verdicts)).toString())
                .contains("1 other differences: rows[0].first_timestep: " + (first - 1) + ", committed " + first);
    }

    @Test
    void aChangedPixelIsFound() throws IOException {
        RecordedFile file = file("pictures.png");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(committed(file)));
        int pixel = picture.getRGB(200, 300);
        picture.setRGB(200, 300, pixel ^ 0x8000);

        Differences differences = compared(file, png(picture));

        assertThat(differences.largest()).isEqualTo(128);
        assertThat(differences.toString()).contains("1 numbers differ", "most by 128.0 at green of (200,300): ");
    }

    @Test
    void aBrightPixelMayDifferByNoMoreThanADarkOne() throws IOException {
        RecordedFile file = file("pictures.png");
        assertThat(file.tolerance()).isEqualTo(2);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(committed(file)));
        int place = IntStream.range(0, picture.getWidth())
                .filter(x -> (picture.getRGB(x, 300) >> 8 & 255) >= 200)
                .findFirst()
                .orElseThrow();
        int bright = picture.getRGB(place, 300);

        picture.setRGB(place, 300, bright - 0x200);
        Differences within = compared(file, png(picture));
        picture.setRGB(place, 300, bright - 0x300);
        Differences beyond = compared(file, png(picture));

        assertThat(within.any()).isFalse();
        assertThat(within.largest()).isEqualTo(2);
        assertThat(beyond.toString())
                .contains("1 numbers differ by more than 2.0", "most by 3.0 at green of (" + place + ",300): ");
    }

    @Test
    void aChangedGraphIsFoundByItsName() throws IOException {
        RecordedFile file = file("exported-shapes.zip");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(committed(file)));
                ZipOutputStream changed = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().equals("dynamo/unet/model.onnx")) {
                    content[1000] ^= 4;
                }
                if (!entry.getName().equals("optimum/model_index.json")) {
                    changed.putNextEntry(new ZipEntry(entry.getName()));
                    changed.write(content);
                }
            }
        }

        assertThat(compared(file, out.toByteArray()).toString())
                .contains("2 other differences: dynamo/unet/model.onnx: ", "the first other one at 1000")
                .contains("optimum/model_index.json: missing, committed has it");
    }

    private static RecordedFile file(String name) {
        return Recordings.read().recordings().stream()
                .flatMap(recording -> recording.files().stream())
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] committed(RecordedFile file) throws IOException {
        return Files.readAllBytes(Programs.home().resolve(file.path()));
    }

    private static ObjectNode json(RecordedFile file) throws IOException {
        InputStream content = new ByteArrayInputStream(committed(file));
        try (InputStream in = file.path().endsWith(".gz") ? new GZIPInputStream(content) : content) {
            return (ObjectNode) JSON.readTree(in);
        }
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static byte[] packed(JsonNode document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(JSON.writeValueAsBytes(document));
        }
        return out.toByteArray();
    }

    private Differences compared(RecordedFile file, byte[] content) throws IOException {
        Path written = fresh.resolve(file.path());
        Files.createDirectories(written.getParent());
        Files.write(written, content);
        return file.compare(Programs.home(), fresh);
    }
}
