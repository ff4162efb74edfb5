package dev.diffract.frontend.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private final Intake intake = new Intake(64 << 20, 1, 0, new Drawings(1 << 20, Optional::empty));
    private final Body body = new Body(intake.open());

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 1024, 65_536, 3_000_000})
    void piecesOfAnySizeAreJoined(int size) {
        byte[] all = new byte[3_000_000];
        new Random(size).nextBytes(all);
        for (int from = 0; from < all.length; from += size) {
            body.add(Arrays.copyOfRange(all, from, Math.min(from + size, all.length)));
        }
        assertThat(body.length()).isEqualTo(all.length);
        assertThat(intake.taken()).isBetween(Body.cost(all.length), Body.cost(all.length + (256 << 10)));
        assertThat(body.join()).isEqualTo(all);
        assertThat(body.length()).isZero();
    }

    @Test
    void nothingTakesNothing() {
        body.add(new byte[0]);
        assertThat(body.join()).isEmpty();
        assertThat(intake.taken()).isZero();
    }

    @Test
    void aFewBytesTakeLittle() {
        body.add(new byte[15]);
        assertThat(intake.taken()).isEqualTo(2048);
    }

    @Test
    void aPieceThatFindsNoRoomIsRefused() {
        Body large = new Body(new Intake(1 << 20, 1, 0, new Drawings(1 << 20, Optional::empty)).open());
        assertThatThrownBy(() -> large.add(new byte[1 << 20])).isInstanceOf(IntakeFullException.class);
    }

    @Test
    void whatIsForgottenIsGone() {
        body.add(new byte[3000]);
        body.forget();
        assertThat(body.length()).isZero();
        assertThat(body.join()).isEmpty();
    }
}
