package dev.diffract.builder.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Picture sizes of a model: a list, or a range. */
class ResolutionsTest {

    private static final String LIST = "[512x512, 768x512]";

    @TempDir
    Path directory;

    @Test
    void aRangeHasItsEndsItsStepAndItsTunedSizes() throws IOException {
        Resolutions sizes = resolutions("{from: 256x512, to: 1024x768, step: 128, tuned: [512x512, 768x640]}");

        assertThat(sizes.tuned()).containsExactly(new Resolution(512, 512), new Resolution(768, 640));
        assertThat(sizes.range())
                .contains(new ResolutionRange(new Resolution(256, 512), new Resolution(1024, 768), 128));
        assertThat(sizes.range().orElseThrow().count()).isEqualTo(21);
        assertThat(sizes.largest())
                .containsExactly(new Resolution(512, 512), new Resolution(768, 640), new Resolution(1024, 768));
        assertThat(sizes.only()).isEmpty();
        assertThat(sizes.contains(new Resolution(384, 640))).isTrue();
        assertThat(sizes.contains(new Resolution(384, 320))).isFalse();
        assertThat(sizes.contains(new Resolution(320, 640))).isFalse();
        assertThat(sizes.contains(new Resolution(1152, 640))).isFalse();
    }

    @Test
    void aStepAndTunedSizesMayBeLeftOut() throws IOException {
        Resolutions sizes = resolutions("{from: 256x256, to: 1024x1024}");

        assertThat(sizes.tuned()).isEmpty();
        assertThat(sizes.range().orElseThrow().step()).isEqualTo(64);
        assertThat(sizes.range().orElseThrow().middle()).isEqualTo(new Resolution(640, 640));
        assertThat(sizes).hasToString("[256x256 to 1024x1024 in steps of 64]");
    }

    @Test
    void aRangeOfOneSizeIsThatSize() throws IOException {
        Resolutions sizes = resolutions("{from: 512x512, to: 512x512, tuned: [512x512]}");

        assertThat(sizes).isEqualTo(Resolutions.of(List.of(new Resolution(512, 512))));
        assertThat(sizes.only()).contains(new Resolution(512, 512));
        assertThat(sizes).hasToString("[512x512]");
    }

    @Test
    void aGoalOfARangeIsAboutItsTunedSizesAndItsLargest() throws IOException {
        String range = "{from: 256x256, to: 1024x1024, tuned: [512x512]}";
        assertThat(goal(range, "{model: sd15, latency: 3s}").resolutions())
                .containsExactly(new Resolution(512, 512), new Resolution(1024, 1024));
        assertThat(goal(range, "{model: sd15, latency: 3s, resolutions: [320x960]}")
                        .resolutions())
                .containsExactly(new Resolution(320, 960));
        assertThatThrownBy(() -> goal(range, "{model: sd15, latency: 3s, resolutions: [320x1088]}"))
                .hasMessageContaining("the model 'sd15' is not planned for 320x1088: expected one of its resolutions,"
                        + " 256x256 to 1024x1024 in steps of 64");
        assertThatThrownBy(() -> goal(range, "{model: sd15, latency: 3s, resolutions: {from: 256x256, to: 512x512}}"))
                .hasMessageContaining(
                        "gpus[0].goal.resolutions is a mapping of 2: expected a list of 1 to 32 different sizes");
    }

    @Test
    void aRangeIsNotedWithWhatItMeans() throws IOException {
        Plan plan = plan("{from: 256x256, to: 1024x1024}");

        assertThat(PlanCheck.check(plan).notes())
                .contains(
                        "the 169 sizes of the model 'sd15' from 256x256 to 1024x1024 in steps of 64 share one shape profile,"
                                + " which takes memory for the largest and is slower than one for each: 'plan choose' and 'plan build'"
                                + " say how much memory");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {from: 256x256}                                   | 6:18 | lacks 'to': expected width and height in pixels
        {from: 256x256, to: 1024}                         | 6:38 | is 1024: expected width and height in pixels, such as 512x512
        {from: 250x256, to: 512x512}                      | 6:25 | 250x256 cannot be drawn: both sides must be multiples of 8, such as 248x256
        {from: 256x256, to: 8192x8192}                    | 6:38 | 8192x8192 is too large: both sides must be at most 4096
        {from: 264x256, to: 512x512}                      | 6:25 | 264x256 is not on the grid of the range: expected both sides to be multiples of its step, 64, such as 256x256
        {from: 256x256, to: 512x520, step: 128}           | 6:38 | 512x520 is not on the grid of the range: expected both sides to be multiples of its step, 128, such as 512x512
        {from: 512x512, to: 1024x256}                     | 6:38 | 1024x256 does not follow 512x512: expected a width and a height that are no smaller
        {from: 256x256, to: 512x512, step: 20}            | 6:53 | step is 20: expected a multiple of 8 from 8 to 1024
        {from: 256x256, to: 512x512, step: 0}             | 6:53 | step is 0: expected a multiple of 8 from 8 to 1024
        {from: 256x256, to: 512x512, tuned: [640x512]}    | 6:55 | 640x512 is not among the sizes of the range: expected one of 256x256 to 512x512 in steps of 64
        {from: 256x256, to: 512x512, tuned: [264x256]}    | 6:55 | 264x256 is not among the sizes of the range
        {from: 256x256, to: 512x512, tuned: []}           | 6:54 | tuned is an empty list: expected a list of 1 to 32 different sizes
        {from: 256x256, to: 512x512, till: 1}             | 6:47 | has an unknown key 'till'
        512x512                                           | 6:18 | resolutions is '512x512': expected a list of 1 to 32 different sizes such as [512x512, 768x512], or a range such as {from:
        """)
    void whatIsNoRangeIsExplained(String resolutions, String place, String sentence) {
        assertThatThrownBy(() -> plan(resolutions))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(":" + place + ": ")
                .hasMessageContaining(sentence)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void thirtyTwoSizesAreListedAndNotMore() throws IOException {
        assertThat(resolutions(list(32)).tuned()).hasSize(32);
        assertThatThrownBy(() -> resolutions(list(33)))
                .hasMessageContaining("resolutions is a list of 33: expected a list of 1 to 32 different sizes");
    }

    private static String list(int sizes) {
        return IntStream.rangeClosed(1, sizes)
                .mapToObj(size -> 64 * size + "x512")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private Resolutions resolutions(String text) throws IOException {
        return plan(text).models().get("sd15").resolutions();
    }

    private Plan plan(String text) throws IOException {
        return read(PlanFiles.with(LIST, text));
    }

    private Goal goal(String resolutions, String goal) throws IOException {
        return read(PlanFiles.withGoal("A30", goal).replace(LIST, resolutions))
                .gpus()
                .get(0)
                .goal()
                .orElseThrow();
    }

    private Plan read(String text) throws IOException {
        return PlanReader.read(Files.writeString(directory.resolve("diffract.yaml"), text));
    }
}
