package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SizeProfileTest {

    private static final ResolutionRange RANGE =
            new ResolutionRange(new Resolution(256, 256), new Resolution(1024, 1024), 64);

    @Test
    void everyTunedSizeHasOneAndTheRangeTheLast() {
        Resolution square = new Resolution(512, 512);

        assertThat(SizeProfile.of(new Resolutions(List.of(square), Optional.of(RANGE))))
                .containsExactly(
                        new SizeProfile(square, square, square),
                        new SizeProfile(RANGE.from(), new Resolution(640, 640), RANGE.to()));
        assertThat(SizeProfile.of(Resolutions.of(List.of(square)))).hasSize(1);
        assertThat(SizeProfile.of(new Resolutions(List.of(), Optional.of(RANGE))))
                .containsExactly(new SizeProfile(RANGE.from(), new Resolution(640, 640), RANGE.to()));
    }

    /** Two shape profiles of one tuned size would be two answers to one question. */
    @Test
    void theRangeIsTunedForASizeThatHasNoneOfItsOwn() {
        Resolution middle = RANGE.middle();
        assertThat(SizeProfile.middle(RANGE, List.of(middle))).contains(new Resolution(704, 640));
        assertThat(SizeProfile.middle(RANGE, List.of())).contains(middle);

        ResolutionRange two = new ResolutionRange(new Resolution(256, 256), new Resolution(320, 256), 64);
        assertThat(SizeProfile.middle(two, List.of(two.from()))).contains(two.to());
        assertThat(SizeProfile.of(new Resolutions(List.of(two.from(), two.to()), Optional.of(two))))
                .hasSize(2);
    }
}
