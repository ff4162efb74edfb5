package dev.diffract.frontend.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of which instances it is known that nothing is to be hoped for soon. */
class LostInstanceTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final Manifest MANIFEST = TestModels.model().manifest();

    @Test
    void whereNothingOrSomethingElseIsThereNobodyWaits() {
        assertThat(lost(InstanceSnapshot.absent(A, "No connection."))).isTrue();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.MISMATCHED, "Another checkpoint.")))
                .isTrue();
        assertThat(lost(InstanceSnapshot.healthy(A, Map.of("unet", new ServedModel("sha256:other", 8, "e")))))
                .isTrue();
    }

    @Test
    void whatIsBusyOrComingIsNotLost() {
        assertThat(lost(InstanceSnapshot.pending(A))).isFalse();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.UNKNOWN, "No answer in time.")))
                .isFalse();
        assertThat(lost(InstanceSnapshot.out(A, InstanceState.UNHEALTHY, "It is not ready.")))
                .isFalse();
        assertThat(lost(InstanceSnapshot.healthy(A, TestModels.served()))).isFalse();
    }

    private static boolean lost(InstanceSnapshot snapshot) {
        return snapshot.isLostFor(MANIFEST);
    }
}
