package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        long[] one = {1};
        ByteBuffer raw = ByteBuffer.allocate(4);
        assertThat(Tensor.ofRaw("x", TensorType.FP32, one, raw).data().isReadOnly())
                .isTrue();
        assertThat(Tensor.ofLongs("x", TensorType.FP32, one, one).data().isReadOnly())
                .isTrue();
        List<FloatRow> rows = List.of(new FloatRow(new float[1]));
        assertThat(Tensor.ofRows("x", TensorType.FP32, one, rows).data().isReadOnly())
                .isTrue();
        tensor.shape()[0] = 9;
        assertThat(tensor.shape()).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"FP32", "FP16", "FP64"})
    void rowsTravelAsTheirNumbersWouldOneByOne(TensorType type) {
        FloatRow first = new FloatRow(new float[] {1f / 3, -2, 1e-7f});
        FloatRow second = new FloatRow(new float[] {70_000, 0.5f, -0f});
        Tensor rows = Tensor.ofRows("x", type, new long[] {3, 3}, List.of(first, second, first));

        ByteBuffer straight = ByteBuffer.allocate(9 * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        for (FloatRow row : List.of(first, second, first)) {
            for (float value : row.values()) {
                switch (type) {
                    case FP16 -> straight.putShort(Half.ofFloat(value));
                    case FP32 -> straight.putFloat(value);
                    default -> straight.putDouble(value);
                }
            }
        }
        assertThat(rows.data()).isEqualTo(straight.flip());
        ByteBuffer pieces = ByteBuffer.allocate(straight.limit());
        rows.contents().forEach(pieces::put);
        assertThat(pieces.flip()).isEqualTo(straight);
        assertThat(rows.contents().get(0).array())
                .isSameAs(rows.contents().get(2).array());
        float[] some = new float[4];
        rows.floats(3, some, 2);
        assertThat(some).startsWith(rows.floats()[3], rows.floats()[4]).endsWith(0, 0);
    }

    @Test
    void rowsThatDoNotFillTheShapeOrAreNoNumbersAreRefused() {
        List<FloatRow> rows = List.of(new FloatRow(new float[2]));
        assertThatThrownBy(() -> Tensor.ofRows("x", TensorType.FP16, new long[] {2, 2}, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'x' of FP16 [2, 2] takes 8 bytes, got 4");
        assertThatThrownBy(() -> Tensor.ofRows("x", TensorType.INT32, new long[] {1, 2}, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no floating point numbers");
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
