package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sampler that finds its steps by itself tells how far it is, and nobody how many calls there will be. */
class OwnStepsTest extends GenerationFixture {

    @Test
    void progressIsToldFromTheBeginningToTheEndOfBothPasses() {
        result(start(generateImages.plan(TestRequests.small()
                .sampler("DPM adaptive")
                .steps(6L)
                .hires(new HiresRequest(2.0, "latent", 6L, 0.5))
                .build())));

        List<Integer> steps = heard.events.stream()
                .filter(event -> event.contains("/"))
                .peek(event -> assertThat(event).matches("0: \\d+/12 on [ab]"))
                .map(event -> Integer.valueOf(event.substring(3, event.indexOf('/'))))
                .toList();
        assertThat(steps).isSorted().contains(6).endsWith(12).hasSizeGreaterThan(12);
        assertThat(heard.events).endsWith("image 0");
    }
}
