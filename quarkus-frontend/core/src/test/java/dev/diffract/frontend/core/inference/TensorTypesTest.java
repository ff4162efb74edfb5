package dev.diffract.frontend.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import org.junit.jupiter.api.Test;

class TensorTypesTest {

    private static final long[] SHAPE = {2, 1};

    @Test
    void floatsBecomeHalves() {
        Tensor half = TensorTypes.convert(
                Tensor.ofFloats("sample", TensorType.FP32, SHAPE, new float[] {1.5f, -0.1f}), TensorType.FP16);
        assertThat(half.type()).isEqualTo(TensorType.FP16);
        assertThat(half.shape()).containsExactly(SHAPE);
        assertThat(half.floats()).containsExactly(1.5f, -0.099975586f);
    }

    @Test
    void fractionalTimestepsAreCutOffForIntegerInputs() {
        Tensor whole = TensorTypes.convert(
                Tensor.ofFloats("timestep", TensorType.FP32, SHAPE, new float[] {946.421f, 999}), TensorType.INT64);
        assertThat(whole.data().getLong(0)).isEqualTo(946);
        assertThat(whole.data().getLong(8)).isEqualTo(999);
    }

    @Test
    void idsBecomeNarrower() {
        Tensor narrow = TensorTypes.convert(
                Tensor.ofLongs("input_ids", TensorType.INT64, SHAPE, new long[] {49406, 3}), TensorType.INT32);
        assertThat(narrow.data().getInt(0)).isEqualTo(49406);
        assertThat(narrow.data().getInt(4)).isEqualTo(3);
    }

    @Test
    void theSameTypeIsTheSameTensor() {
        Tensor tensor = Tensor.ofFloats("sample", TensorType.FP32, SHAPE, new float[2]);
        assertThat(TensorTypes.convert(tensor, TensorType.FP32)).isSameAs(tensor);
    }

    @Test
    void typesWithoutNumbersAreRefused() {
        Tensor tensor = Tensor.ofFloats("sample", TensorType.FP32, SHAPE, new float[2]);
        assertThatThrownBy(() -> TensorTypes.convert(tensor, TensorType.BOOL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
