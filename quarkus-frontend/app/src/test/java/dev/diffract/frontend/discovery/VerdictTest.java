package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ServerLook;
import dev.diffract.frontend.triton.ServerLook.IndexedModel;
import dev.diffract.frontend.triton.ServerLook.ModelDetails;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.MeasuredCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Servers that have more than one checkpoint, or another one. */
class VerdictTest {

    private static final IndexedModel READY = new IndexedModel("READY", "");
    private static final Manifest OWN = TestRepository.manifest();
    private static final Manifest OTHER = TestRepository.manifest(TestRepository.MODEL, "sha256:aaaaaaaaaaaabbbb");

    private final TritonInstance instance = new TritonInstance("a", "host:1");

    @Test
    void twoCheckpointsOfAModelStandSideBySide() {
        for (Manifest here : List.of(OWN, OTHER)) {
            InstanceSnapshot snapshot = of(here, true, Map.of(OWN, READY, OTHER, READY));

            assertThat(snapshot.state()).isEqualTo(InstanceState.HEALTHY);
            assertThat(snapshot.canDraw(OWN)).isEqualTo(here == OWN);
            assertThat(snapshot.canDraw(OTHER)).isEqualTo(here == OTHER);
        }
    }

    @Test
    void oneThatIsLoadedBesideKeepsNobodyFromTheOther() {
        InstanceSnapshot snapshot = of(OWN, false, Map.of(OWN, READY, OTHER, new IndexedModel("LOADING", "")));

        assertThat(snapshot.canDraw(OWN)).isTrue();
    }

    @Test
    void oneThatIsItselfLoadedIsWaitedFor() {
        InstanceSnapshot snapshot = of(OWN, false, Map.of(OWN, new IndexedModel("LOADING", ""), OTHER, READY));

        assertThat(snapshot.state()).isEqualTo(InstanceState.UNHEALTHY);
    }

    @Test
    void aServerThatCallsItselfUnreadyOfItselfIsBelieved() {
        assertThat(of(OWN, false, Map.of(OWN, READY)).state()).isEqualTo(InstanceState.UNHEALTHY);
    }

    @Test
    void aServerOfTheOtherAloneIsAMismatchThatNamesBoth() {
        InstanceSnapshot snapshot = of(OWN, true, Map.of(OTHER, READY));

        assertThat(snapshot.state()).isEqualTo(InstanceState.MISMATCHED);
        assertThat(snapshot.reason())
                .contains("The server's model tiny is of checkpoint aaaaaaaa, the repository here is of checkpoint"
                        + " 11111111.");
    }

    @Test
    void aServerOfOtherModelsSaysWhatItHas() {
        InstanceSnapshot snapshot =
                of(OWN, true, Map.of(TestRepository.manifest("second", "sha256:aaaaaaaaaaaabbbb"), READY));

        assertThat(snapshot.state()).isEqualTo(InstanceState.MISMATCHED);
        assertThat(snapshot.reason().orElseThrow())
                .startsWith("The server has none of the models of the repositories here")
                .contains("it lists second-aaaaaaaa.decode_image");
    }

    /** What is told of a server, whose repositories' models are all in one state. */
    private InstanceSnapshot of(Manifest here, boolean ready, Map<Manifest, IndexedModel> there) {
        ExpectedModels expected = ExpectedModels.of(List.of(here));
        Map<String, IndexedModel> index = new HashMap<>();
        there.forEach((manifest, state) -> manifest.models().forEach(model -> index.put(model.name(), state)));
        Map<String, ModelDetails> details = here.models().stream()
                .map(Manifest.ServedModel::name)
                .filter(name -> index.containsKey(name) && index.get(name).ready())
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> new ModelDetails(
                                Optional.of(here.checkpoint()),
                                8,
                                "engine",
                                Optional.empty(),
                                MeasuredCalls.NONE,
                                Optional.empty(),
                                new ModelSignature(Map.of(), Map.of()))));
        return new Verdict(() -> expected).of(instance, new ServerLook(ready, index, details, Optional.empty()));
    }
}
