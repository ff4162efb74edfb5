package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewFactorsTest {

    @Test
    void coloursAreMixedPerPixelAndClamped() {
        PreviewFactors factors = new PreviewFactors(
                List.of(List.of(1.0, 0.0), List.of(0.5, 0.25), List.of(0.0, -1.0)), List.of(0.0, 0.5, 0.5), 0);
        float[] latent = {0.25f, 2, -1, /* second channel */ 0.5f, -2, 1};
        assertThat(factors.preview(latent))
                .containsExactly(0.25f, 1, 0, /* green */ 0.75f, 1, 0.25f, /* blue */ 0, 1, 0);
    }
}
