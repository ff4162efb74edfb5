package dev.diffract.frontend.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GeneratedImage.Origin;
import dev.diffract.frontend.core.generation.PictureFile;
import dev.diffract.frontend.core.picture.WrittenPictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTimesTest {

    private final List<Ending> counted = new ArrayList<>();
    private final PictureTimes times = new PictureTimes((ending, took) -> {
        assertThat(took.isNegative()).isFalse();
        counted.add(ending);
    });

    @Test
    void eachPictureIsCountedWhenItIsDrawn() {
        begin();
        times.image(image(1));
        assertThat(counted).containsExactly(Ending.OK);
        times.image(image(0));
        times.ended(Ending.OK, 2);
        assertThat(counted).containsExactly(Ending.OK, Ending.OK);
    }

    @Test
    void whatIsNotDrawnCountsByHowItsGenerationEnded() {
        begin();
        times.image(image(2));
        times.ended(Ending.DEADLINE, 3);
        times.image(image(0));
        assertThat(counted).containsExactly(Ending.OK, Ending.DEADLINE, Ending.DEADLINE);
    }

    @Test
    void whatWasNeverBegunCountsForNothing() {
        times.ended(Ending.CANCELLED, 4);
        assertThat(counted).isEmpty();
    }

    /** Whoever begins to listen late is told how things stand. */
    @Test
    void aPictureThatIsToldTwiceCountsOnce() {
        begin();
        times.image(image(0));
        times.image(image(0));
        times.ended(Ending.OK, 1);
        assertThat(counted).containsExactly(Ending.OK);
    }

    private void begin() {
        times.started(WrittenPictures.random(new Random(1)), Optional.empty());
    }

    private static GeneratedImage image(int index) {
        return new GeneratedImage(
                index,
                7,
                new PictureFile(new byte[0], ""),
                Optional.empty(),
                List.of("a"),
                Optional.empty(),
                new Origin("sha256:1", false));
    }
}
