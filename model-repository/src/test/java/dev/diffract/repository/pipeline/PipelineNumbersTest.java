package dev.diffract.repository.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineNumbersTest {

    @Test
    void aLatentIsSmallerThanItsPicture() {
        assertThat(new PipelineNumbers(77, 768, 1, 4, 8, 0.18215).latentSide(512))
                .isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " 2 | 768 | 1 | 4 | 8 |  0.18215 | the text length is 2, expected a number from 3",
                "77 |   0 | 1 | 4 | 8 |  0.18215 | the text width is 0, expected a number from 1",
                "77 | 768 | 0 | 4 | 8 |  0.18215 | the number of clip skips is 0, expected a number from 1",
                "77 | 768 | 1 | 0 | 8 |  0.18215 | the number of latent channels is 0, expected a number from 1",
                "77 | 768 | 1 | 4 | 0 |  0.18215 | the number of pixels per latent is 0, expected a number from 1",
                "77 | 768 | 1 | 4 | 8 |  0       | the scaling factor is 0.0, expected a number above 0",
                "77 | 768 | 1 | 4 | 8 |  NaN     | the scaling factor is NaN, expected a number above 0"
            })
    void impossibleNumbersAreNamed(
            int length, int width, int clipSkips, int channels, int scale, double factor, String message) {
        assertThatThrownBy(() -> new PipelineNumbers(length, width, clipSkips, channels, scale, factor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
