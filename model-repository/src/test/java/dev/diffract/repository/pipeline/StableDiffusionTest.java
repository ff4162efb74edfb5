package dev.diffract.repository.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.kserve.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableDiffusionTest extends ModelFamilyKit {

    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 768, 2, 4, 8, 0.18215);

    @Override
    ModelFamily family() {
        return ModelFamilies.STABLE_DIFFUSION;
    }

    /** The interface as every server of a written repository has it: who changes a line breaks repositories that are written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "text_encoder   > input_ids INT32 [77] > last_hidden_state FP32 [77, 768] clip_skip_2 FP32 [77, 768]",
                "unet           > sample FP32 [4, -1, -1] timestep FP32 [1] encoder_hidden_states FP32 [-1, 768]"
                        + " > out_sample FP32 [4, -1, -1]",
                "vae_decoder    > latent_sample FP32 [4, -1, -1] > sample FP32 [3, -1, -1]",
                "vae_encoder    > sample FP32 [3, -1, -1] > latent_parameters FP32 [8, -1, -1]",
                "image_post     > sample FP32 [3, -1, -1] > image UINT8 [-1, -1, 3] finite BOOL [1]"
                        + " clip_input FP32 [3, 224, 224]",
                "safety_checker > clip_input FP32 [3, 224, 224] > has_nsfw_concepts BOOL [1]",
                "decode_image   > latent_sample FP32 [4, -1, -1] > image UINT8 [-1, -1, 3] finite BOOL [1]"
                        + " has_nsfw_concepts BOOL [1]"
            })
    void servesWhatWrittenRepositoriesServe(String role, String inputs, String outputs) {
        ModelInterface served = family().served(ModelRole.ofId(role), 2, EnumSet.allOf(ModelRole.class));
        assertThat(text(served.inputs())).isEqualTo(inputs);
        assertThat(text(served.outputs())).isEqualTo(outputs);
    }

    @Test
    void aCallHasShapes() {
        CallSize call = CallSize.rows(2).of(512, 768).chunks(3);
        assertThat(family().unet().sample().shape(NUMBERS, call)).containsExactly(2, 4, 96, 64);
        assertThat(family().unet().timestep().shape(NUMBERS, call)).containsExactly(2, 1);
        assertThat(family().unet().textStates().shape(NUMBERS, call)).containsExactly(2, 231, 768);
        assertThat(family().vaeEncoder().moments().shape(NUMBERS, call)).containsExactly(2, 8, 96, 64);
        assertThat(family().decodeImage().image().shape(NUMBERS, call)).containsExactly(2, 768, 512, 3);
    }

    @Test
    void aCallWithoutWhatAShapeNeedsIsRefused() {
        CallSize call = CallSize.rows(1);
        assertThatThrownBy(() -> family().unet().textStates().shape(NUMBERS, call))
                .hasMessage("the call does not say a prompt's chunks");
        assertThatThrownBy(() -> family().unet().sample().shape(NUMBERS, call))
                .hasMessage("the call does not say a picture's height");
        assertThatThrownBy(() -> family().unet().sample().shape(NUMBERS, call.of(512, 500)))
                .hasMessage("a side of 500 pixels is no multiple of 8, the pixels per latent");
        assertThatThrownBy(() -> CallSize.rows(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyWhatIsOneNumberPerSampleIsAScalarInItsGraph() {
        Set<String> scalars = EnumSet.allOf(ModelRole.class).stream()
                .map(role -> family().served(role, 2, EnumSet.allOf(ModelRole.class)))
                .flatMap(served -> served.inputs().stream())
                .filter(TensorSpec::scalar)
                .map(TensorSpec::name)
                .collect(Collectors.toSet());
        assertThat(scalars).containsExactly("timestep");
        assertThat(family().safetyChecker().flagged().scalar()).isTrue();
        assertThat(family().decodeImage().flagged().scalar()).isFalse();
    }

    @Test
    void clipSkipsCountFromTheLastLayer() {
        TextEncoderTensors encoder = family().textEncoder();
        assertThat(encoder.states(1)).isSameAs(encoder.lastStates());
        assertThat(encoder.states(12).name()).isEqualTo("clip_skip_12");
        assertThat(encoder.states(12).axes()).isEqualTo(encoder.lastStates().axes());
        assertThatThrownBy(() -> encoder.states(0)).hasMessage("clip skip is 0, expected a number from 1");
    }

    @Test
    void whatIsNotKnownIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> ModelFamilies.ofId("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown family of models 'other', expected one of stable-diffusion");
        assertThatThrownBy(() -> ModelRole.ofId("other"))
                .hasMessageStartingWith("unknown model role 'other', expected one of text_encoder, unet, ");
    }

    @Test
    void floatsAreWideUnlessAServerSaysOtherwise() {
        assertThat(family().unet().sample().type()).isEqualTo(TensorType.FP32);
    }

    private static String text(List<TensorSpec> tensors) {
        return tensors.stream()
                .map(tensor -> tensor.name() + " " + tensor.type().wireName() + " " + tensor.dims(NUMBERS))
                .collect(Collectors.joining(" "));
    }
}
