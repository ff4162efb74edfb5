package dev.diffract.repository.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every family of models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelFamilyKit {

    static final int CLIP_SKIPS = 3;

    abstract ModelFamily family();

    @Test
    void isFoundByItsName() {
        assertThat(ModelFamilies.ofId(family().id())).isSameAs(family());
        assertThat(ModelFamilies.all()).contains(family());
    }

    @Test
    void everyRoleIsOfOneKind() {
        assertThat(kinds()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(family().roles()).containsExactlyInAnyOrderElementsOf(kinds());
        assertThat(family().exported())
                .isSubsetOf(family().roles())
                .doesNotContain(ModelRole.IMAGE_POST, ModelRole.DECODE_IMAGE);
    }

    private List<ModelRole> kinds() {
        return Stream.of(family().needed(), family().optional(), family().members())
                .flatMap(Collection::stream)
                .toList();
    }

    Set<ModelRole> roles() {
        return family().roles();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void aModelHasNoTwoTensorsOfOneName(ModelRole role) {
        ModelInterface served = served(role);
        assertThat(served.inputs()).isNotEmpty().extracting(TensorSpec::name).doesNotHaveDuplicates();
        assertThat(served.outputs()).isNotEmpty().extracting(TensorSpec::name).doesNotHaveDuplicates();
    }

    @Test
    void theEnsembleTakesAndGivesWhatItsMembersDo() {
        ModelInterface decoding = served(ModelRole.DECODE_IMAGE);
        assertThat(decoding.inputs()).isEqualTo(served(ModelRole.VAE_DECODER).inputs());
        assertThat(family().imagePost().pixels())
                .isEqualTo(family().vaeDecoder().pixels());
        assertThat(family().safetyChecker().clipInput())
                .isEqualTo(family().imagePost().clipInput());
        Set<String> given = new HashSet<>();
        Stream.of(ModelRole.IMAGE_POST, ModelRole.SAFETY_CHECKER)
                .filter(family().roles()::contains)
                .flatMap(role -> served(role).outputs().stream())
                .forEach(output -> given.add(output.name()));
        assertThat(given)
                .containsAll(decoding.outputs().stream().map(TensorSpec::name).toList());
    }

    @Test
    void onlyASafetyCheckerIsGivenSomethingToLookAt() {
        Set<ModelRole> unchecked = EnumSet.copyOf(family().roles());
        unchecked.remove(ModelRole.SAFETY_CHECKER);
        assertThat(family().served(ModelRole.IMAGE_POST, 1, unchecked).outputs())
                .containsExactly(
                        family().imagePost().image(), family().imagePost().finite());
        assertThat(family().served(ModelRole.DECODE_IMAGE, 1, unchecked).outputs())
                .containsExactly(
                        family().decodeImage().image(), family().decodeImage().finite());
    }

    @Test
    void aStepAnswersInTheShapeOfItsLatents() {
        UnetTensors unet = family().unet();
        assertThat(unet.prediction().axes()).isEqualTo(unet.sample().axes());
        assertThat(unet.conditioning()).contains(unet.textStates());
        assertThat(unet.served().inputs()).containsAll(unet.conditioning());
    }

    @Test
    void everyTensorHasAShapeInACall() {
        PipelineDefaults defaults = family().defaults();
        PipelineNumbers numbers = new PipelineNumbers(
                defaults.textLength(),
                768,
                CLIP_SKIPS,
                defaults.latentChannels(),
                defaults.vaeScale(),
                defaults.scalingFactor());
        CallSize call =
                CallSize.rows(2).of(defaults.side(), 2 * defaults.side()).chunks(3);
        for (ModelRole role : family().roles()) {
            Stream.of(served(role).inputs(), served(role).outputs())
                    .flatMap(List::stream)
                    .forEach(tensor -> {
                        long[] shape = tensor.shape(numbers, call);
                        assertThat(shape).hasSize(tensor.axes().size() + 1).startsWith(2);
                        for (int i = 0; i < tensor.axes().size(); i++) {
                            long declared = tensor.dims(numbers).get(i);
                            assertThat(declared).isEqualTo(tensor.axes().get(i).open() ? Axis.OPEN : shape[i + 1]);
                        }
                    });
        }
    }

    private ModelInterface served(ModelRole role) {
        return family().served(role, CLIP_SKIPS, family().roles());
    }
}
