package dev.diffract.frontend.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelNotesTest {

    private static final TritonInstance A = new TritonInstance("a", "localhost:1");
    private static final TritonInstance B = new TritonInstance("b", "localhost:2");

    private final SignatureBook signatures = new SignatureBook();
    private final ModelNotes notes = new ModelNotes(signatures);

    @Test
    void wholeTimestepsAreTold() {
        signatures.write(A, unet(TensorType.INT64));
        assertThat(of(A)).singleElement().asString().startsWith("This model cuts or rounds timesteps, so samplers");
    }

    @Test
    void halvesOfPrecisionAreTold() {
        signatures.write(A, unet(TensorType.FP16));
        assertThat(of(A)).hasSize(1);
    }

    @Test
    void oneSliceOfSeveralIsEnough() {
        signatures.write(A, unet(TensorType.FP32));
        signatures.write(B, unet(TensorType.INT32));
        assertThat(of(A)).isEmpty();
        assertThat(of(A, B)).hasSize(1);
    }

    @Test
    void nothingIsToldOfFractionsOfOtherModelsAndOfNobody() {
        signatures.write(A, unet(TensorType.FP32));
        signatures.write(B, Map.of("other", unet(TensorType.INT64).get(TestRepository.UNET)));
        assertThat(of(A, B)).isEmpty();
        signatures.write(B, unet(TensorType.INT64));
        assertThat(of()).isEmpty();
    }

    private List<String> of(TritonInstance... instances) {
        return notes
                .of(
                        TestRepository.manifest(),
                        List.of(instances).stream()
                                .map(instance -> InstanceSnapshot.healthy(instance, Map.of()))
                                .toList())
                .stream()
                .map(ModelNote::sentence)
                .toList();
    }

    private static Map<String, ModelSignature> unet(TensorType type) {
        return Map.of(
                TestRepository.UNET,
                new ModelSignature(Map.of("timestep", new TensorSlot("timestep", type, List.of(-1L, 1L))), Map.of()));
    }
}
