package dev.diffract.frontend.testing;

import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeTriton.Script;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test finds two healthy slices and leaves no generation behind. */
public abstract class WithHealthySlices {

    protected FakeSlices slices;

    @BeforeEach
    protected void healthySlices() {
        if (slices.reset()) {
            awaitStates(Duration.ZERO, "healthy", "healthy");
        } else {
            awaitStates("healthy", "healthy");
        }
    }

    @AfterEach
    protected void nothingIsLeftBehind() {
        slices.a().script(Script.NONE);
        slices.b().script(Script.NONE);
        await().pollDelay(Duration.ZERO)
                .untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isZero());
    }
}
