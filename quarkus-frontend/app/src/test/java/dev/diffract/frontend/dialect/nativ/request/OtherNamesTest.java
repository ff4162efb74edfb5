package dev.diffract.frontend.dialect.nativ.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.request.SamplingRequest;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.intake.Drawings;
import dev.diffract.frontend.intake.Intake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that diffusers has for fields of ours. */
class OtherNamesTest {

    private final List<FieldError> errors = new ArrayList<>();

    private SamplingRequest read(String fields) {
        return BodyReader.read(
                        ("{\"prompt\": \"a\", " + fields + "}").getBytes(StandardCharsets.UTF_8),
                        new Intake(1 << 20, 1, 0, new Drawings(1 << 20, Optional::empty)).open(),
                        errors,
                        new SentNames(),
                        Answer.WHOLE)
                .sampling();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"num_inference_steps\": 7, \"guidance_scale\": 2.5",
                "\"steps\": 7, \"guidance\": 2.5, \"num_inference_steps\": null, \"guidance_scale\": null",
                "\"steps\": null, \"guidance\": null, \"num_inference_steps\": 7, \"guidance_scale\": 2.5",
                "\"steps\": 7, \"guidance\": 2.50, \"num_inference_steps\": 7.0, \"guidance_scale\": 2.5"
            })
    void areTheSame(String fields) {
        SamplingRequest sampling = read(fields);

        assertThat(errors).isEmpty();
        assertThat(sampling.steps()).isEqualTo(7);
        assertThat(sampling.guidance()).isEqualTo(2.5);
    }

    @Test
    void bothOfThemAreNamedWhereTheyDiffer() {
        read("\"steps\": 7, \"num_inference_steps\": 8, \"guidance_scale\": \"x\", \"guidance\": 1");

        assertThat(errors)
                .extracting(FieldError::pointer, FieldError::detail)
                .containsExactly(tuple("/steps", "num_inference_steps"), tuple("/guidance", "guidance_scale"));
    }

    private static Tuple tuple(String pointer, String alias) {
        return Assertions.tuple(pointer, "differs from " + alias + ", which is another name of it; give one of them");
    }

    @Test
    void whatIsWrongWithAFieldIsSaidAtTheNameItWasSentBy() {
        read("\"num_inference_steps\": \"many\", \"guidance_scale\": [], \"hires\": {\"steps\": \"many\"}");

        assertThat(errors)
                .extracting(FieldError::pointer)
                .containsExactly("/num_inference_steps", "/guidance_scale", "/hires/steps");
    }

    @Test
    void theSecondPassHasOneNameOnly() {
        read("\"hires\": {\"num_inference_steps\": 3}");

        assertThat(errors).extracting(FieldError::pointer).containsExactly("/hires/num_inference_steps");
    }
}
