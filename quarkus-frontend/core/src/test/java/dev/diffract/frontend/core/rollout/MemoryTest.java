package dev.diffract.frontend.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A checkpoint of the tests has three engines and an ensemble. */
class MemoryTest {

    private static final long MIB = 1L << 20;

    /** Of this a server has 9073 MiB for models. */
    private static final long SMALL = 9984 * MIB;

    private static final long LARGE = 40448 * MIB;
    private static final String SMALL_PROFILE = "1g.10gb";
    private static final String LARGE_PROFILE = "3g.40gb";

    private final Manifest old = TestModels.model().manifest();
    private final Manifest next = TestModels.retrained().manifest();

    @Test
    void everySliceHasFiguresOfItsOwn() {
        Memory memory = new Memory(built(old, SMALL, 4600), built(next, SMALL, 4600));

        assertThat(memory.test(served(1533, SMALL, SMALL_PROFILE))).isFalse();
        assertThat(memory.test(served(1533, LARGE, LARGE_PROFILE))).isTrue();
    }

    @Test
    void twoFitUpToWhatAServerHasForThem() {
        Memory memory = new Memory(old, next);

        assertThat(memory.test(served(1512, SMALL, SMALL_PROFILE))).isTrue();
        assertThat(memory.test(served(1513, SMALL, SMALL_PROFILE))).isFalse();
    }

    @Test
    void theNextOneTakesWhatItsManifestSaysIfThatIsOfSuchASlice() {
        Memory memory = new Memory(old, built(next, SMALL, 8000));

        assertThat(memory.test(served(1000, SMALL, SMALL_PROFILE))).isFalse();
        assertThat(memory.test(served(350, SMALL, SMALL_PROFILE))).isTrue();
    }

    @Test
    void onSlicesOfAnotherKindTheNextOneTakesWhatTheOneBeforeDoes() {
        Memory memory = new Memory(old, built(next, SMALL, 8000));

        assertThat(memory.test(served(6000, LARGE, LARGE_PROFILE))).isTrue();
        assertThat(memory.test(served(6500, LARGE, LARGE_PROFILE))).isFalse();
    }

    @Test
    void otherModelsOfTheSliceTakeSomeToo() {
        Map<String, ServedModel> models = served(1000, SMALL, SMALL_PROFILE);
        Memory memory = new Memory(old, next);
        assertThat(memory.test(models)).isTrue();

        models.put("xl.unet", told(4000, SMALL, SMALL_PROFILE));
        assertThat(memory.test(models)).isFalse();
    }

    @Test
    void whatIsThereOfTheNextOneIsNotCountedTwice() {
        Map<String, ServedModel> models = served(1400, SMALL, SMALL_PROFILE);
        models.put(Slices.names(next).get(0), told(1400, SMALL, SMALL_PROFILE));

        assertThat(new Memory(old, next).test(models)).isTrue();
    }

    @Test
    void whereTheNextOneIsItHasRoom() {
        Map<String, ServedModel> models = served(3000, SMALL, SMALL_PROFILE);
        Memory memory = new Memory(old, next);
        assertThat(memory.test(models)).isFalse();

        Slices.names(next).forEach(name -> models.put(name, told(3000, SMALL, SMALL_PROFILE)));
        assertThat(memory.test(models)).isTrue();
    }

    /** A repository of an earlier builder, or a slice of which nothing is known yet. */
    @Test
    void withoutFiguresOfTheSliceTheManifestsCount() {
        Map<String, ServedModel> silent = new HashMap<>(TestModels.served());
        Map<String, ServedModel> halfSilent = served(1, LARGE, LARGE_PROFILE);
        halfSilent.put(TestModels.UNET, TestModels.served(TestModels.CHECKPOINT));

        for (Map<String, ServedModel> models : List.of(silent, halfSilent, Map.<String, ServedModel>of())) {
            assertThat(new Memory(built(old, SMALL, 4600), built(next, SMALL, 4600)).test(models))
                    .isFalse();
            assertThat(new Memory(built(old, LARGE, 4600), built(next, LARGE, 4600)).test(models))
                    .isTrue();
        }
    }

    @Test
    void ofGraphsForOnnxRuntimeNothingSpeaksAgainstBoth() {
        assertThat(new Memory(old, next).test(TestModels.served())).isTrue();
        assertThat(new Memory(old, next).test(Map.of())).isTrue();
    }

    /** What a slice says that has the old one, whose engines take so much each. */
    private static Map<String, ServedModel> served(long mib, long memory, String profile) {
        Map<String, ServedModel> models = new HashMap<>();
        TestModels.model().manifest().models().forEach(model -> models.put(model.name(), told(mib, memory, profile)));
        models.put(TestModels.name(ModelRole.DECODE_IMAGE), TestModels.served(TestModels.CHECKPOINT));
        return models;
    }

    private static ServedModel told(long mib, long memory, String profile) {
        return TestModels.served(
                TestModels.CHECKPOINT, Optional.of(new EngineMemory(mib * MIB, memory, "H100-80GB", profile)));
    }

    /** For slices of that memory, with so much in its files. */
    private static Manifest built(Manifest manifest, long memory, long mib) {
        String profile = memory == SMALL ? SMALL_PROFILE : LARGE_PROFILE;
        return new Manifest(
                manifest.model(),
                manifest.checkpoint(),
                Manifest.TENSORRT,
                manifest.builder(),
                manifest.pipeline(),
                manifest.defaults(),
                manifest.description(),
                manifest.models(),
                Optional.empty(),
                Optional.of(
                        new EngineTarget("H100-80GB", profile, "9.0", 16, memory, "10.15.1", "13.0", Optional.empty())),
                Map.of(
                        "models/" + TestModels.UNET + "/1/model.plan",
                        new FileDigest("0", mib * MIB),
                        "tokenizer/vocab.json",
                        new FileDigest("0", LARGE)));
    }
}
