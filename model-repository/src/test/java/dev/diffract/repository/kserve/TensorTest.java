package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void floatsTravelLittleEndian() {
        Tensor tensor = Tensor.ofFloats("x", TensorType.FP32, new long[] {2}, new float[] {1f, -2f});
        assertThat(hex(tensor)).isEqualTo("0000803f000000c0");
        assertThat(tensor.floats()).containsExactly(1f, -2f);
    }

    @Test
    void halvesAreConvertedOnBothWays() {
        Tensor tensor = Tensor.ofFloats("x", TensorType.FP16, new long[] {1, 2}, new float[] {1f, 1f / 3});
        assertThat(hex(tensor)).isEqualTo("003c5535");
        assertThat(tensor.floats()).containsExactly(1f, 0.33325195f);
    }

    @Test
    void wholeNumbersTakeTheTypeTheServerAsksFor() {
        assertThat(hex(Tensor.ofLongs("t", TensorType.INT64, new long[] {1}, new long[] {981})))
                .isEqualTo("d503000000000000");
        assertThat(hex(Tensor.ofLongs("t", TensorType.INT32, new long[] {1}, new long[] {981})))
                .isEqualTo("d5030000");
        assertThat(Tensor.ofLongs("t", TensorType.FP32, new long[] {1}, new long[] {981})
                        .floats())
                .containsExactly(981f);
    }

    @Test
    void bytesThatDoNotFillTheShapeAreRefused() {
        assertThatThrownBy(() -> Tensor.ofRaw("x", TensorType.FP32, new long[] {2, 3}, ByteBuffer.allocate(20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'x' of FP32 [2, 3] takes 24 bytes, got 20");
    }

    @Test
    void negativeAndOverflowingShapesAreRefused() {
        assertThatThrownBy(() -> Tensor.elementCount(2, -1)).hasMessageContaining("negative dimension");
        assertThatThrownBy(() -> Tensor.elementCount(Long.MAX_VALUE, 2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void contentsCannotBeChangedThroughAView() {
        Tensor tensor = Tensor.ofFloats("x", TensorType.FP32, new long[] {1}, new float[] {1f});
        tensor.data().getFloat();
        assertThat(tensor.data().remaining()).isEqualTo(4);
        assertThat(tensor.data().isReadOnly()).isTrue();
        tensor.shape()[0] = 9;
        assertThat(tensor.shape()).containsExactly(1);
    }

    @Test
    void unknownTypesAreNamed() {
        assertThatThrownBy(() -> TensorType.ofWireName("FLOAT"))
                .hasMessageStartingWith("unknown datatype 'FLOAT', expected one of [BOOL");
    }

    private static String hex(Tensor tensor) {
        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
