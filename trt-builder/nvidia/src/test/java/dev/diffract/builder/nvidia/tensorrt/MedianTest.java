package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Median.of(3, 1, 100)).isEqualTo(3);
        assertThat(Median.of(4, 1, 2, 100)).isEqualTo(3);
        assertThat(Median.of(7)).isEqualTo(7);
    }
}
