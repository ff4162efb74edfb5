package dev.diffract.tests.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page stays open while an operator switches its model to another checkpoint. */
class PageSwitchIT extends BrowserFixture {

    /** As many digits as infotexts have. */
    private static final int HASH = "sha256:0123456789".length();

    @TempDir
    private static Path directory;

    private static TwoCheckpoints two;

    @BeforeAll
    static void start() {
        two = new TwoCheckpoints(directory);
    }

    @AfterAll
    static void stop() {
        if (two != null) {
            two.close();
        }
    }

    @Override
    FrontendServer frontendServer() {
        return two.server();
    }

    @Test
    void aSwitchIsSeenAndThenTheModelsOtherCheckpoint() {
        String own = TwoCheckpoints.named(two.own());
        String next = TwoCheckpoints.named(two.retrained());
        Operator operator = new Operator(two.server(), directory);
        assertThat(at("model-checkpoint")).hasText("Checkpoint " + own);
        assertThat(at("switch")).isHidden();
        drawn(1, two.own());

        assertThat(operator.fleet("switch", two.retrained().toString(), "--canary", "0")
                        .exitCode())
                .isZero();
        assertThat(at("switch"))
                .hasText(own + " is switched to " + next
                        + ": 2 of 2 slices have it, and 0 % of new pictures are drawn with it.");
        assertThat(at("model-checkpoint")).hasText("Checkpoint " + own);
        drawn(2, two.own());

        assertThat(operator.fleet("switch", two.retrained().toString()).exitCode())
                .isZero();
        assertThat(at("switch")).isHidden();
        assertThat(at("model-checkpoint")).hasText("Checkpoint " + next);
        drawn(3, two.retrained());
    }

    /** @param seed by which it is told from the one before */
    private void drawn(int seed, Path repository) {
        String hash = TwoCheckpoints.digest(repository).substring("sha256:".length(), HASH);
        at("prompt").fill("a green star on a white background");
        at("steps").fill("4");
        at("seed").fill(String.valueOf(seed));
        at("draw").click();
        assertThat(at("infotext").first())
                .containsText(Pattern.compile("Seed: " + seed + ", Size: 128x128, Model hash: " + hash + ","));
    }
}
