package dev.diffract.frontend.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedCallTest {

    @Test
    void oneCallGoesAsItIs() {
        InferenceCall call = call(2, 1, 2, 3, 4);
        JoinedCall joined = JoinedCall.of(List.of(call));
        assertThat(joined.whole()).isSameAs(call);
        InferenceResult answer = answer(2, 1, 2);
        assertThat(joined.split(answer).get(0)).isSameAs(answer);
    }

    @Test
    void rowsFollowEachOther() {
        JoinedCall joined = JoinedCall.of(List.of(call(1, 1, 2), call(2, 3, 4, 5, 6)));
        assertThat(joined.whole().rows()).isEqualTo(3);
        assertThat(joined.whole().inputs().get(0).floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(joined.whole().inputs().get(1).shape()).containsExactly(3, 1);
        assertThat(joined.whole().outputs()).containsExactly("y");
    }

    @Test
    void eachGetsItsOwnRows() {
        JoinedCall joined = JoinedCall.of(List.of(call(1, 1, 2), call(2, 3, 4, 5, 6)));
        List<InferenceResult> answers = joined.split(answer(3, 7, 8, 9));
        assertThat(answers.get(0).find("y").orElseThrow().floats()).containsExactly(7);
        assertThat(answers.get(1).find("y").orElseThrow().floats()).containsExactly(8, 9);
        assertThat(answers.get(1).find("y").orElseThrow().shape()).containsExactly(2, 1);
    }

    @Test
    void anAnswerWithoutARowForEachIsRefused() {
        JoinedCall joined = JoinedCall.of(List.of(call(1, 1, 2), call(1, 3, 4)));
        assertThatThrownBy(() -> joined.split(answer(3, 7, 8, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 2 rows of equal size, got y FP32 [3, 1]");
        InferenceResult texts = new InferenceResult(
                List.of(Tensor.ofRaw("y", TensorType.BYTES, new long[] {2}, ByteBuffer.allocate(8))));
        assertThatThrownBy(() -> joined.split(texts)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void callsOfDifferentShapesStayApart() {
        InferenceCall other = new InferenceCall("n", call(1, 1, 2).inputs(), List.of("y"));
        assertThatThrownBy(() -> JoinedCall.of(List.of(call(1, 1, 2), other)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CallShape.of(call(1, 1, 2))).isEqualTo(CallShape.of(call(2, 1, 2, 3, 4)));
        assertThat(CallShape.of(call(1, 1, 2))).isNotEqualTo(CallShape.of(other));
    }

    @Test
    void aFilledCallBeginsWithItsRowsAndRepeatsThem() {
        JoinedCall filled = JoinedCall.filled(call(2, 1, 2, 3, 4), 5);
        assertThat(filled.whole().rows()).isEqualTo(5);
        assertThat(filled.whole().inputs().get(0).floats()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2);
        assertThat(filled.whole().inputs().get(1).shape()).containsExactly(5, 1);
        assertThat(filled.split(answer(5, 7, 8, 9, 10, 11))
                        .get(0)
                        .find("y")
                        .orElseThrow()
                        .floats())
                .containsExactly(7, 8);
        assertThatThrownBy(() -> filled.split(answer(2, 7, 8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsMadeOfRowsIsJoinedAndFilledRowByRow() {
        InferenceCall call = ofRows(row(1, 2), row(3, 4));
        Tensor joined = input(JoinedCall.of(List.of(call, ofRows(row(5, 6)))));
        assertThat(joined.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(joined.rows().subList(0, 2)).isEqualTo(call.inputs().get(0).rows());
        Tensor filled = input(JoinedCall.filled(call, 5));
        assertThat(filled.shape()).containsExactly(5, 2);
        assertThat(filled.floats()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2);
        Tensor mixed = Tensor.ofFloats("x", TensorType.FP32, new long[] {1, 2}, new float[] {7, 8});
        InferenceCall other = new InferenceCall("m", List.of(mixed), List.of("y"));
        assertThat(input(JoinedCall.of(List.of(call, other))).floats()).containsExactly(1, 2, 3, 4, 7, 8);
    }

    private static InferenceCall ofRows(FloatRow... rows) {
        Tensor input = Tensor.ofRows("x", TensorType.FP32, new long[] {rows.length, 2}, List.of(rows));
        return new InferenceCall("m", List.of(input), List.of("y"));
    }

    private static FloatRow row(float... values) {
        return new FloatRow(values);
    }

    private static Tensor input(JoinedCall call) {
        return call.whole().inputs().get(0);
    }

    @Test
    void aCallThatIsFullGoesAsItIs() {
        InferenceCall call = call(2, 1, 2, 3, 4);
        assertThat(JoinedCall.filled(call, 2).whole()).isSameAs(call);
        assertThat(JoinedCall.filled(call, 1).whole()).isSameAs(call);
    }

    private static InferenceCall call(int rows, float... values) {
        return new InferenceCall(
                "m",
                List.of(
                        Tensor.ofFloats("x", TensorType.FP32, new long[] {rows, 2}, values),
                        Tensor.ofLongs("n", TensorType.INT64, new long[] {rows, 1}, new long[rows])),
                List.of("y"));
    }

    private static InferenceResult answer(int rows, float... values) {
        return new InferenceResult(List.of(Tensor.ofFloats("y", TensorType.FP32, new long[] {rows, 1}, values)));
    }
}
