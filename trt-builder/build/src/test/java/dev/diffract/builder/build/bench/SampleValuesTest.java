package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleValuesTest {

    private static final int VOCABULARY = 56;
    private static final long[] TWO = {2, 3, 4};
    private static final long[] ONE = {1, 3, 4};

    @Test
    void aSampleIsTheSameInEveryBatchAndUnlikeTheOthers() {
        float[] both =
                SampleValues.batch("x", TensorType.FP16, TWO, 0, VOCABULARY).floats();
        float[] second =
                SampleValues.batch("x", TensorType.FP16, ONE, 1, VOCABULARY).floats();

        assertThat(Arrays.copyOfRange(both, 12, 24)).containsExactly(second);
        assertThat(Arrays.copyOfRange(both, 0, 12)).isNotEqualTo(second);
    }

    @Test
    void valuesAreTheSameInBothPrecisions() {
        assertThat(SampleValues.batch("x", TensorType.FP32, TWO, 0, VOCABULARY).floats())
                .containsExactly(SampleValues.batch("x", TensorType.FP16, TWO, 0, VOCABULARY)
                        .floats());
    }

    @Test
    void timestepsAndTokensAreThoseOfASampler() {
        assertThat(SampleValues.times("t", TensorType.FP32, new long[] {4}, 0).floats())
                .containsExactly(981, 500, 1, 981);
        Tensor tokens = SampleValues.batch("ids", TensorType.INT32, new long[] {2, 77}, 0, VOCABULARY);
        for (int i = 0; i < 2 * 77; i++) {
            assertThat(tokens.data().getInt(4 * i)).isBetween(0, VOCABULARY - 1);
        }
    }
}
