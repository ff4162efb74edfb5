package dev.diffract.frontend.core.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * AUTOMATIC1111's prompt editing: {@code [a:b:7]} is a up to step 7 and then b, {@code [a:b:0.5]} changes after half of the
 * steps, {@code [b:7]} and {@code [a::7]} leave one of them out, {@code [a|b]} changes with every step. They nest. Any other
 * brackets stay as they are.
 */
final class PromptSchedule {

    private PromptSchedule() {}

    /**
     * The prompt in each step of a run. After other runs, numbers of steps and shares go on where those ended: 1.5 is half
     * of the second run.
     *
     * @param steps of the run
     * @param before steps of runs before it
     */
    static List<String> texts(CharSequence prompt, int steps, int before) {
        Optional<List<Piece>> pieces = EditingParser.parse(prompt);
        if (pieces.isEmpty()) {
            return Collections.nCopies(steps, prompt.toString());
        }
        List<String> texts = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            StringBuilder out = new StringBuilder();
            Moment now = new Moment(step, steps, before);
            pieces.get().forEach(piece -> piece.write(now, out));
            texts.add(out.toString());
        }
        return texts;
    }

    /** Something that may be another text in another step. */
    interface Piece {
        void write(Moment now, StringBuilder out);
    }

    /**
     * @param step of the run, from 1
     */
    record Moment(int step, int steps, int before) {
        private boolean isUpTo(double value, boolean share) {
            double end = share ? (before > 0 ? value - 1 : value) * steps : value - before;
            return step <= (int) end;
        }
    }

    /** With a dot a share of the steps, without one the number of a step. */
    static Piece change(Piece before, Piece after, String when) {
        double value = Double.parseDouble(when);
        boolean share = when.indexOf('.') >= 0;
        return (now, out) -> (now.isUpTo(value, share) ? before : after).write(now, out);
    }
}
