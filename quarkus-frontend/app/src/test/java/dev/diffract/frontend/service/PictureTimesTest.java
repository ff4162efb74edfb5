package dev.diffract.frontend.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GeneratedImage.Origin;
import dev.diffract.frontend.core.generation.PictureFile;
import dev.diffract.frontend.core.plan.FileFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureTimesTest {

    /** Where the clock stood when the generation was accepted. */
    private static final long ACCEPTED = -7;

    private final List<String> counted = new ArrayList<>();
    private long now = ACCEPTED;
    private final PictureTimes times = new PictureTimes(
            () -> now,
            ACCEPTED,
            (ending, waited, took) -> counted.add(ending
                    + " waited "
                    + waited.toSeconds()
                    + took.map(time -> " took " + time.toSeconds()).orElse("")));

    @Test
    void eachPictureIsTimedFromItsOwnBeginning() {
        pass(1);
        times.begun(0);
        pass(4);
        times.image(image(0));
        assertThat(counted).containsExactly("OK waited 1 took 4");
        times.begun(1);
        pass(3);
        times.image(image(1));
        times.ended(Ending.OK, 2);
        assertThat(counted).containsExactly("OK waited 1 took 4", "OK waited 5 took 3");
    }

    @Test
    void whatIsNotDrawnCountsByHowItsGenerationEnded() {
        times.begun(0);
        times.begun(1);
        times.image(image(1));
        pass(2);
        times.ended(Ending.DEADLINE, 3);
        times.image(image(0));
        assertThat(counted).containsExactly("OK waited 0 took 0", "DEADLINE waited 0 took 2", "DEADLINE waited 2");
    }

    @Test
    void whatWasNeverBegunHasWaitedAlone() {
        pass(9);
        times.ended(Ending.CANCELLED, 2);
        assertThat(counted).containsExactly("CANCELLED waited 9", "CANCELLED waited 9");
    }

    /** Whoever begins to listen late is told how things stand. */
    @Test
    void aPictureThatIsToldTwiceCountsOnce() {
        times.begun(0);
        times.image(image(0));
        times.image(image(0));
        times.ended(Ending.OK, 1);
        assertThat(counted).hasSize(1);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private static GeneratedImage image(int index) {
        return new GeneratedImage(
                index,
                7,
                new PictureFile(FileFormat.PNG, new byte[0], ""),
                Optional.empty(),
                List.of("a"),
                Optional.empty(),
                new Origin("sha256:1", false));
    }
}
