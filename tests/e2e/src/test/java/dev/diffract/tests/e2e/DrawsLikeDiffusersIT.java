package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.diffract.tests.e2e.RecordedPictures.Case;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Whole pictures through builder, servers and frontend, compared with those of diffusers' own pipelines and of AUTOMATIC1111's own files. */
@TestMethodOrder(OrderAnnotation.class)
class DrawsLikeDiffusersIT {

    /** Of the pixels of all pictures of a kind, those no channel of which differs by more than one of 255: per cent. */
    private static final double SAME = 99.9;

    /**
     * The same of every single picture of diffusers. Some runs pass a fork: of one picture of earlier weights, a hundredth of the
     * pixels changed in Python too when the model's outputs were changed by a millionth. Of AUTOMATIC1111's runs every picture
     * is held to {@link #SAME}.
     */
    private static final double SAME_OF_ONE = 98;

    private static final int LARGEST = 32;

    /** The kinds of pictures that are AUTOMATIC1111's runs. */
    private static final Set<String> ORIGINAL = Set.of("original", "original_image", "original_hires");

    /** Samplers of which AUTOMATIC1111's pictures do not come back where its noise schedule is rescaled. */
    private static final Set<String> BEYOND =
            Set.of("DPM adaptive", "DPM2 a", "DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE", "LMS");

    /** Of every single one of those: DPM adaptive's changes from run to run, with what the model's batches are. */
    private static final double SAME_BEYOND = 50;

    /** How far the document's figures of those may be from the measured: points of a hundred, or of 255. */
    private static final double AS_SAID = 5;

    @TempDir
    private static Path directory;

    private static final Figures FIGURES = new Figures("e2e");

    private static final SamplerVerdicts VERDICTS = new SamplerVerdicts();

    private static RecordedPictures recorded;
    private static RecordedPictures ofWebUi;
    private static Deployment deployment;

    @BeforeAll
    static void start() throws IOException {
        recorded = RecordedPictures.read("pictures");
        assertThat(RecordedPictures.digest(Programs.demoModel()))
                .as("The pictures were recorded with another demo model than model-repository/demo-onnx;"
                        + " record them again: python tests/parity/record_pictures.py")
                .isEqualTo(recorded.model());
        ofWebUi = RecordedPictures.read("web-ui-pictures");
        assertThat(ofWebUi.model()).isEqualTo(recorded.model());
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        FIGURES.report();
        Files.writeString(Path.of("target/sampler-pictures.md"), VERDICTS.table());
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void textToImageGivesTheSamePictures() throws IOException {
        compare("text", 110);
    }

    @Test
    void imageToImageGivesTheSamePictures() throws IOException {
        compare("image", 24);
    }

    @Test
    void inpaintingGivesTheSamePictures() throws IOException {
        compare("mask", 15);
    }

    @Test
    void aSecondPassGivesTheSamePictures() throws IOException {
        compare("hires", 6);
    }

    @Test
    void earlierLayersOfTheTextEncoderGiveTheSamePictures() throws IOException {
        compare("clip_skip", 18);
    }

    @Test
    void samplerOptionsGiveTheSamePictures() throws IOException {
        compare("options", 17);
    }

    @Test
    void timestepsBetweenThoseOfTheTrainingGiveTheSamePictures() throws IOException {
        compare("between", 16);
    }

    @Test
    void aModelOfNoiseWithoutSignalAtTheEndGivesTheSamePictures() throws IOException {
        compare("zero_snr", 9);
    }

    /** Every sampler of AUTOMATIC1111's web UI, and every schedule with all that follow one: its own files drew. */
    @Test
    void theOriginalGridsGiveTheSamePictures() throws IOException {
        compare(ofWebUi, "original", 165);
    }

    /** One step more than in diffusers, and the first draw of the seed is the noise. */
    @Test
    void picturesAreTakenUpOnTheOriginalGridsAsThere() throws IOException {
        compare(ofWebUi, "original_image", 6);
    }

    /** From the numbers of a GPU, which it draws unless told otherwise, as its own files compute them on any machine. */
    @Test
    void theNoiseOfAGpuGivesTheSamePictures() throws IOException {
        RecordedPictures ofNoise = RecordedPictures.read("web-ui-noise-pictures");
        assertThat(ofNoise.model()).isEqualTo(recorded.model());
        SamplerVerdicts verdicts = new SamplerVerdicts();
        check(comparisons(ofNoise, "original", 5, verdicts), "original", ".gpu");
        Files.writeString(Path.of("target/sampler-pictures-gpu.md"), verdicts.table());
    }

    /** Its noise schedule rescaled to zero terminal SNR, with every sampler of it: a model of noise begins at a σ of 4519. */
    @Test
    void theOriginalNoiseScheduleIsRescaledAsThere() throws IOException {
        RecordedPictures ofZeroSnr = RecordedPictures.read("web-ui-zero-snr-pictures");
        assertThat(ofZeroSnr.model()).isEqualTo(recorded.model());
        SamplerVerdicts rescaled = new SamplerVerdicts();
        List<Comparison> comparisons = comparisons(ofZeroSnr, "original", 59, rescaled);
        Files.writeString(Path.of("target/sampler-pictures-rescaled.md"), rescaled.table());
        double least = 100
                * comparisons.stream()
                        .filter(comparison ->
                                !notRestorable(comparison.recording().sampler()))
                        .mapToDouble(Comparison::same)
                        .min()
                        .orElseThrow();
        FIGURES.atLeast("pictures.original.zero_snr.least", least, "%", SAME);
        assertThat(least).isGreaterThanOrEqualTo(SAME);
        assertThat(comparisons).allMatch(comparison -> 100 * comparison.same() >= SAME_BEYOND);
    }

    /** What docs/samplers.md names: from such a σ, last bits become visible. */
    private static boolean notRestorable(String sampler) {
        return BEYOND.contains(sampler.split(",", 2)[0]);
    }

    /** Of schedulers that were recorded by themselves: an SDE form, one with a Brownian tree, and the distilled ones. */
    @Test
    void moreOfDiffusersClassesGiveTheSamePictures() throws IOException {
        RecordedPictures ofClasses = RecordedPictures.read("class-pictures");
        assertThat(ofClasses.model()).isEqualTo(recorded.model());
        compare(ofClasses, "text", 13, ".class");
        compare(ofClasses, "image", 4, ".class");
    }

    /** What it says of whole pictures is what this run measured. */
    @Test
    @Order(Integer.MAX_VALUE)
    void theDocumentSaysHowFarThePicturesDiffer() throws IOException {
        long all = 0;
        for (String file : List.of("pictures", "web-ui-pictures", "class-pictures", "hires-pictures")) {
            all += RecordedPictures.read(file).compared();
        }
        assumeThat((long) VERDICTS.pictures())
                .as("pictures that were compared in this run")
                .isEqualTo(all);
        assumeThat(System.getProperty("os.arch"))
                .as("the document's figures are of x86-64")
                .isEqualTo("amd64");
        assertThat(VERDICTS.notIn(Files.readString(Programs.home().resolve("docs/samplers.md"))))
                .as(
                        "docs/samplers.md; all of it is in %s",
                        Path.of("target/sampler-pictures.md").toAbsolutePath())
                .isEmpty();
    }

    /** Both passes are AUTOMATIC1111's own samplers, over latents that are enlarged in between. */
    @Test
    void secondPassesOnTheOriginalGridsAreAsThere() throws IOException {
        RecordedPictures ofHires = RecordedPictures.read("hires-pictures");
        assertThat(ofHires.model()).isEqualTo(recorded.model());
        compare(ofHires, "original_hires", 18);
    }

    /** What docs/samplers.md names as drawn otherwise, and how far it says that is from AUTOMATIC1111's own samplers. */
    @Test
    void whatIsDrawnOtherwiseIsMeasured() throws IOException {
        RecordedPictures others = RecordedPictures.read("different-pictures");
        assertThat(others.model()).isEqualTo(recorded.model());
        Differences differences = new Differences();
        for (var kind : Map.of("different_image", 12, "different_hires", 12, "different_mask", 5)
                .entrySet()) {
            for (Comparison one : comparisons(others, kind.getKey(), kind.getValue(), new SamplerVerdicts())) {
                differences.add(one);
            }
        }
        Files.writeString(Path.of("target/sampler-pictures-different.md"), differences.table());
        double least =
                100 * Math.min(differences.least("| enlarged latents | DPM "), differences.least("| a picture | DPM "));
        FIGURES.atLeast("pictures.different.dpm.least", least, "%", SAME);
        assertThat(least).isGreaterThanOrEqualTo(SAME);
        double farthest = differences.farthest(Files.readString(Programs.home().resolve("docs/samplers.md")));
        FIGURES.atMost("pictures.different.document", farthest, "points", AS_SAID);
        assertThat(farthest).as(differences.table()).isLessThanOrEqualTo(AS_SAID);
    }

    private static void compare(String kind, int count) throws IOException {
        compare(recorded, kind, count);
    }

    private static void compare(RecordedPictures pictures, String kind, int count) throws IOException {
        compare(pictures, kind, count, "");
    }

    /** @param more after the kind in the figures' names */
    private static void compare(RecordedPictures pictures, String kind, int count, String more) throws IOException {
        check(comparisons(pictures, kind, count, VERDICTS), kind, more);
    }

    private static void check(List<Comparison> comparisons, String kind, String more) {
        double mean = 100
                * comparisons.stream().mapToDouble(Comparison::same).average().orElseThrow();
        double least =
                100 * comparisons.stream().mapToDouble(Comparison::same).min().orElseThrow();
        FIGURES.atLeast("pictures." + kind + more, mean, "%", SAME);
        double sameOfOne = ORIGINAL.contains(kind) ? SAME : SAME_OF_ONE;
        FIGURES.atLeast("pictures." + kind + more + ".least", least, "%", sameOfOne);
        assertThat(mean).isGreaterThanOrEqualTo(SAME);
        assertThat(comparisons)
                .allMatch(comparison -> 100 * comparison.same() >= sameOfOne && comparison.largest() <= LARGEST);
    }

    private static List<Comparison> comparisons(
            RecordedPictures pictures, String kind, int count, SamplerVerdicts verdicts) throws IOException {
        List<Case> cases = pictures.cases().stream()
                .filter(recording -> recording.kind().equals(kind))
                .toList();
        assertThat(cases).hasSize(count);
        List<Comparison> comparisons =
                cases.parallelStream().map(DrawsLikeDiffusersIT::compare).toList();
        comparisons.forEach(comparison -> verdicts.add(
                comparison.recording().sampler(), ORIGINAL.contains(kind), comparison.same(), comparison.largest()));
        return comparisons;
    }

    private static Comparison compare(Case recording) {
        byte[] body = recording.body().getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = deployment.frontend().post("application/json", "image/png", body);
        assertThat(answer.statusCode())
                .as(() -> recording.name() + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Comparison.of(recording, Frontend.picture(answer.body()));
    }
}
