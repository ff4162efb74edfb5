package dev.diffract.frontend.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.repository.layout.Manifest.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A catalogue in which a checkpoint takes the place of another. */
class LiveCatalogTest {

    private final ModelDefinition old = TestModels.model();
    private final ModelDefinition next = TestModels.retrained();
    private final LiveCatalog catalog = new LiveCatalog(List.of(old));
    private final List<String> blamed = new ArrayList<>();

    @Test
    void namesAndDigestsFindCheckpoints() {
        catalog.bring(next, blamed::add);
        assertThat(catalog.checkpoints()).containsExactly(old, next);
        assertThat(catalog.find("demo")).contains(old);
        assertThat(catalog.find(CheckpointName.of(old.checkpoint()))).contains(old);
        assertThat(catalog.find(CheckpointName.of(next.checkpoint()))).contains(next);
        assertThat(catalog.find("demo@" + next.checkpoint().digest().substring("sha256:".length())))
                .contains(next);
        assertThat(catalog.find("demo@")).isEmpty();
        assertThat(catalog.find("demo@fedcba98765432109")).isEmpty();
        assertThat(catalog.find(CheckpointName.of(next.checkpoint()).substring(0, 10)))
                .isEmpty();
        assertThat(CheckpointName.choices("dem", catalog)).containsExactly("demo");
        assertThat(CheckpointName.choices("demo@1", catalog)).containsExactly("demo", "demo@01234567", "demo@fedcba98");
    }

    @Test
    void aShareOfTheCallersGetsTheNextOneAndKeepsIt() {
        catalog.bring(next, blamed::add);
        assertThat(drawing(old)).hasSize(1000);
        catalog.share(Share.of(0.25), true);
        List<String> canary = drawing(next);
        assertThat(canary).hasSizeBetween(200, 300);
        assertThat(drawing(next)).isEqualTo(canary);
        catalog.share(Share.of(0.5), true);
        assertThat(drawing(next)).containsAll(canary).hasSizeBetween(440, 560);
        assertThat(catalog.models()).containsExactly(old);
        catalog.share(Share.ALL, true);
        assertThat(drawing(next)).hasSize(1000);
        assertThat(catalog.models()).containsExactly(next);
    }

    @Test
    void whoIsNamedGetsItWhateverTheShare() {
        catalog.bring(next, blamed::add);
        catalog.share(new Share(0, "caller 7"::equals), true);
        assertThat(drawing(next)).containsExactly("caller 7");
    }

    @Test
    void whatWaitsForTheOneThatIsGoneIsDrawnWithItsSuccessor() {
        catalog.bring(next, blamed::add);
        catalog.share(Share.ALL, true);
        catalog.settle();
        assertThat(catalog.checkpoints()).containsExactly(next);
        assertThat(catalog.beginning(old.checkpoint(), "a")).isEqualTo(next.checkpoint());
    }

    @Test
    void whatWasAbandonedIsGone() {
        catalog.bring(next, blamed::add);
        catalog.share(Share.ALL, true);
        catalog.abandon();
        assertThat(catalog.checkpoints()).containsExactly(old);
        assertThat(catalog.beginning(next.checkpoint(), "a")).isEqualTo(old.checkpoint());
        assertThat(catalog.insteadOf(next.checkpoint())).isEmpty();
    }

    @Test
    void onlyTheNewOneIsDoubted() {
        catalog.bring(next, blamed::add);
        assertThat(catalog.insteadOf(next.checkpoint())).contains(old.checkpoint());
        assertThat(catalog.insteadOf(old.checkpoint())).isEmpty();
        catalog.blame(old.checkpoint(), "no");
        catalog.blame(next.checkpoint(), "It broke.");
        assertThat(blamed).containsExactly("It broke.");
        catalog.share(Share.ALL, false);
        assertThat(catalog.insteadOf(next.checkpoint())).isEmpty();
    }

    @Test
    void oneComesAtATime() {
        catalog.bring(next, blamed::add);
        assertThatThrownBy(() -> catalog.bring(next, blamed::add)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyWhatDrawsWhatWaitsTakesItsPlace() {
        assertThat(Succession.obstacle(old, next)).isEmpty();
        assertThat(Succession.obstacle(old, old)).get().asString().contains("served already");
        assertThat(Succession.obstacle(TestModels.unproven(), next))
                .get()
                .asString()
                .contains("earlier builder");
        assertThat(Succession.obstacle(TestModels.judged(), next))
                .get()
                .asString()
                .contains("set of models' roles");
        assertThat(Succession.obstacle(TestModels.ofSizes(new Size(64, 64)), next))
                .get()
                .asString()
                .contains("sizes of pictures");
    }

    private List<String> drawing(ModelDefinition model) {
        return IntStream.range(0, 1000)
                .mapToObj(caller -> "caller " + caller)
                .filter(caller -> catalog.beginning(old.checkpoint(), caller).equals(model.checkpoint()))
                .toList();
    }
}
