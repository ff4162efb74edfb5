package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import java.util.ArrayList;
import java.util.List;

/** Pictures drawn by the models of {@link FakeGateway}, call by call. */
final class PictureRuns {

    private PictureRuns() {}

    /** All states from one on, up to the last. */
    static List<PictureState> run(PictureState from) {
        List<PictureState> states = new ArrayList<>(List.of(from));
        PictureState state = from;
        while (state instanceof Pending pending) {
            state = pending.accept(FakeGateway.compute(pending.next()));
            states.add(state);
        }
        return states;
    }
}
