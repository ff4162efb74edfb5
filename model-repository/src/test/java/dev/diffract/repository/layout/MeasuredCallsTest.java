package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.MeasuredCalls.Call;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredCallsTest {

    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 768, 1, 4, 8, 0.18215);

    private static final List<Measurement> MEASUREMENTS =
            List.of(new Measurement(1, 512, 512, 12.5, 1 << 30), new Measurement(4, 768, 512, 61.25, 1 << 30));

    @Test
    void stepsAreToldByTheirLatents() {
        MeasuredCalls measured = MeasuredCalls.of(ModelRole.UNET, MEASUREMENTS, NUMBERS);

        assertThat(measured.text()).isEqualTo("1x16384=12.5 4x24576=61.25");
        assertThat(MeasuredCalls.parse(measured.text())).contains(measured);
    }

    @Test
    void othersByWhatTheyTake() {
        assertThat(MeasuredCalls.of(ModelRole.TEXT_ENCODER, MEASUREMENTS, NUMBERS)
                        .calls()
                        .get(0))
                .isEqualTo(new Call(1, 77, 12.5));
        assertThat(MeasuredCalls.of(ModelRole.VAE_ENCODER, MEASUREMENTS, NUMBERS)
                        .calls()
                        .get(0))
                .isEqualTo(new Call(1, 3 * 512 * 512, 12.5));
    }

    @Test
    void whatTookNoTimeThatCouldBeMeasuredIsNotTold() {
        assertThat(MeasuredCalls.of(ModelRole.UNET, List.of(new Measurement(1, 8, 8, 0, 1)), NUMBERS))
                .isEqualTo(MeasuredCalls.NONE);
        assertThat(MeasuredCalls.parse("")).contains(MeasuredCalls.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1x2",
                "1=2",
                "=",
                "x=",
                "0x1=1",
                "1x0=1",
                "1x1=0",
                "1x1=NaN",
                "1x1=Infinity",
                "1x1=-1",
                "1x1=1  2x1=1"
            })
    void whatCannotBeReadIsNothing(String text) {
        assertThat(MeasuredCalls.parse(text)).isEmpty();
    }

    @Test
    void muchIsNotRead() {
        assertThat(MeasuredCalls.parse("1x1=1 ".repeat(10_000))).isEmpty();
        assertThat(MeasuredCalls.parse("1x1=" + "1".repeat(100))).isEmpty();
    }

    @Test
    void aCallHasRowsAndATime() {
        assertThatThrownBy(() -> new Call(0, 1, 1))
                .hasMessage(
                        "a call of 0 rows of 1 elements took 1.0 ms, expected rows and elements from 1 and a time above 0");
    }
}
