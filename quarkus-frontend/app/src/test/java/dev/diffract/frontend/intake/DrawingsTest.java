package dev.diffract.frontend.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.service.Ending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrawingsTest {

    private static final long CAPACITY = 16 << 20;
    private static final long SMALL = 1 << 20;

    private final Drawings drawings = new Drawings(CAPACITY, Optional::empty);

    @Test
    void whoFindsNoRoomMayComeAgain() {
        drawings.take(drawings.most());
        assertThatThrownBy(() -> drawings.take(SMALL + 1))
                .isInstanceOf(DrawingsFullException.class)
                .hasMessage(
                        "So many pictures are being drawn that there is no memory for more now; ask again in a moment,"
                                + " or for fewer or smaller ones.");
        assertThat(drawings.refused()).isOne();
        assertThat(drawings.taken()).isEqualTo(drawings.most());
        drawings.release(drawings.most());
        drawings.take(SMALL + 1);
        assertThat(drawings.taken()).isEqualTo(SMALL + 1);
    }

    /** Who asks for a picture is not kept from it by who asks for many. */
    @Test
    void smallOnesFindRoomWhereLargeOnesFindNone() {
        drawings.take(drawings.most());
        for (long taken = drawings.most(); taken < CAPACITY; taken += SMALL) {
            drawings.take(SMALL);
        }
        assertThat(drawings.taken()).isEqualTo(CAPACITY);
        assertThatThrownBy(() -> drawings.take(1)).isInstanceOf(DrawingsFullException.class);
    }

    @Test
    void whoFindsNoRoomIsToldWhenThereWillBe() {
        Drawings foreseen = new Drawings(CAPACITY, () -> Optional.of(Duration.ofSeconds(42)));
        assertThatThrownBy(() -> foreseen.take(CAPACITY))
                .isInstanceOfSatisfying(
                        DrawingsFullException.class,
                        full -> assertThat(Ending.retryAfter(full)).contains(Duration.ofSeconds(42)));
        assertThatThrownBy(() -> drawings.take(CAPACITY))
                .isInstanceOfSatisfying(
                        DrawingsFullException.class,
                        full -> assertThat(Ending.retryAfter(full))
                                .as("nothing is known")
                                .contains(Duration.ofSeconds(5)));
    }

    @Test
    void thereIsSomeRoom() {
        assertThatThrownBy(() -> new Drawings(1000, Optional::empty)).hasMessage("no memory for pictures: 1000 bytes");
        assertThat(drawings.capacity()).isEqualTo(CAPACITY);
    }
}
