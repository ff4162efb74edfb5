package dev.diffract.frontend.core.text;

import java.util.List;
import java.util.Set;

/** A part of a prompt that may be another text in another step. */
sealed interface Piece {

    /** Appends what it is in a step. */
    void write(Moment now, StringBuilder out);

    /**
     * Adds the steps that are the last ones of a text, of pieces within it too, whether or not those are ever seen.
     *
     * @param end the last step of the run
     */
    void ends(Moment end, Set<Integer> ends);

    /** With a dot a share of the steps, without one the number of a step. */
    static Piece change(Piece before, Piece after, String when) {
        return new Change(before, after, Double.parseDouble(when), when.indexOf('.') >= 0);
    }

    /**
     * A step.
     *
     * @param step of the run, from 1
     * @param before steps of runs before this one
     */
    record Moment(int step, int steps, int before) {}

    /** The same in every step. */
    record Literal(String text) implements Piece {
        @Override
        public void write(Moment now, StringBuilder out) {
            out.append(text);
        }

        @Override
        public void ends(Moment end, Set<Integer> ends) {
            // none but the run's own
        }
    }

    /** Some behind each other. */
    record All(List<Piece> pieces) implements Piece {
        @Override
        public void write(Moment now, StringBuilder out) {
            pieces.forEach(piece -> piece.write(now, out));
        }

        @Override
        public void ends(Moment end, Set<Integer> ends) {
            pieces.forEach(piece -> piece.ends(end, ends));
        }
    }

    /** Another one with every step. */
    record Alternation(List<Piece> options) implements Piece {
        @Override
        public void write(Moment now, StringBuilder out) {
            options.get((now.step() - 1) % options.size()).write(now, out);
        }

        @Override
        public void ends(Moment end, Set<Integer> ends) {
            for (int step = 1; step <= end.steps(); step++) {
                ends.add(step);
            }
            options.forEach(option -> option.ends(end, ends));
        }
    }

    /** One piece up to a step, and then another. */
    record Change(Piece first, Piece second, double when, boolean share) implements Piece {
        @Override
        public void write(Moment now, StringBuilder out) {
            (now.step() <= last(now) ? first : second).write(now, out);
        }

        @Override
        public void ends(Moment end, Set<Integer> ends) {
            int last = Math.min(last(end), end.steps());
            if (last >= 1) {
                ends.add(last);
            }
            first.ends(end, ends);
            second.ends(end, ends);
        }

        private int last(Moment run) {
            return (int) (share ? (run.before() > 0 ? when - 1 : when) * run.steps() : when - run.before());
        }
    }
}
