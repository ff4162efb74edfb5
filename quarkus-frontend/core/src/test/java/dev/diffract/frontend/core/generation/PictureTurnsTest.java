package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.RecordedSpans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several pictures, and one place for them: each has its turn when the one before is drawn. */
class PictureTurnsTest extends GenerationFixture {

    private final Instant began = clock.instant();
    private final List<FakeGateway.Sent> decodes = new ArrayList<>();
    private final Turns turns = new Turns();
    private final RecordedSpans spans = new RecordedSpans(clock);

    @BeforeEach
    void onePlaceAndPicturesThatAreDecodedByHand() {
        admission.allow(Places.of(1));
        Behaviour held = sent -> {
            if (sent.call().model().contains("decode")) {
                decodes.add(sent);
            } else {
                FakeGateway.ANSWER.act(sent);
            }
        };
        for (var instance : List.of(A, B)) {
            gateway.script(instance, Collections.nCopies(100, held).toArray(Behaviour[]::new));
        }
    }

    @Test
    void eachIsToldWhenItBegins() {
        RunningGeneration running = start(3);
        for (int picture = 0; picture < 3; picture++) {
            clock.advance(Duration.ofSeconds(2));
            decoded(picture);
        }
        assertThat(result(running).images()).hasSize(3);
        assertThat(turns.told).containsExactly("0 after 0 s", "1 after 2 s", "2 after 4 s");
    }

    @Test
    void whoComesLateIsToldWhichHaveBegun() {
        RunningGeneration running = start(3);
        decoded(0);
        Turns late = new Turns();
        running.follow(late);
        assertThat(late.told).hasSize(2);
        running.cancel();
        assertThat(late.told).as("the third never has its turn").hasSize(2);
    }

    @Test
    void aTraceShowsWhatEachWaitsAndWhatTheRestHaveWaitedAtTheEnd() {
        RunningGeneration running = start(4);
        clock.advance(Duration.ofSeconds(2));
        decoded(0);
        clock.advance(Duration.ofSeconds(2));
        running.cancel();
        assertThat(spans.of(Part.TURN))
                .extracting(over -> over.facts().get(Fact.PICTURE) + ": "
                        + over.took().toSeconds() + " s, " + over.end().outcome())
                .containsExactly("1: 0 s, ok", "2: 2 s, ok", "3: 4 s, cancelled", "4: 4 s, cancelled");
    }

    private RunningGeneration start(int count) {
        return generateImages.start("g", Caller.ANYBODY, plan(count), turns, spans.request());
    }

    private void decoded(int which) {
        FakeGateway.Sent sent = decodes.get(which);
        sent.answer().complete(FakeGateway.compute(sent.call()));
    }

    private final class Turns implements ProgressListener {
        private final List<String> told = new ArrayList<>();

        @Override
        public void begun(int index) {
            told.add(
                    index + " after " + Duration.between(began, clock.instant()).toSeconds() + " s");
        }
    }
}
