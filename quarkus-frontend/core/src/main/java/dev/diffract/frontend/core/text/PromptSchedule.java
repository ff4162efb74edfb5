package dev.diffract.frontend.core.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * AUTOMATIC1111's prompt editing: {@code [a:b:7]} is a up to step 7 and then b, {@code [a:b:0.5]} changes after half of the
 * steps, {@code [b:7]} and {@code [a::7]} leave one of them out, {@code [a|b]} changes with every step. They nest. Any other
 * brackets stay as they are.
 */
final class PromptSchedule {

    /** Deeper brackets stay as they are. */
    private static final int DEEPEST = 50;

    private static final int NONE = -1;
    private static final Pattern WHEN = Pattern.compile("\\s*+[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)\\s*+");

    private final CharSequence text;
    private final int[] closing;
    private final List<Piece> pieces;

    PromptSchedule(CharSequence text) {
        this.text = text;
        this.closing = closing(text);
        this.pieces = pieces(0, text.length(), 0);
    }

    /**
     * The prompt in each step of a run. After other runs, numbers of steps and shares go on where those ended: 1.5 is half
     * of the second run.
     *
     * @param steps of the run
     * @param before steps of runs before it
     */
    static List<String> texts(CharSequence prompt, int steps, int before) {
        PromptSchedule schedule = new PromptSchedule(prompt);
        if (schedule.pieces.size() == 1) { // nothing is edited
            return Collections.nCopies(steps, schedule.text(1, steps, before));
        }
        List<String> texts = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            texts.add(schedule.text(step, steps, before));
        }
        return texts;
    }

    private String text(int step, int steps, int before) {
        StringBuilder out = new StringBuilder();
        Moment now = new Moment(step, steps, before);
        pieces.forEach(piece -> piece.write(now, out));
        return out.toString();
    }

    /**
     * @param step of the run, from 1
     */
    private record Moment(int step, int steps, int before) {
        private boolean isUpTo(double value, boolean share) {
            double end = share ? (before > 0 ? value - 1 : value) * steps : value - before;
            return step <= (int) end;
        }
    }

    /** Something that may be another text in another step. */
    private interface Piece {
        void write(Moment now, StringBuilder out);
    }

    private static Piece all(List<Piece> pieces) {
        return (now, out) -> pieces.forEach(piece -> piece.write(now, out));
    }

    /** With a dot a share of the steps, without one the number of a step. */
    private static Piece change(Piece before, Piece after, String when) {
        double value = Double.parseDouble(when);
        boolean share = when.indexOf('.') >= 0;
        return (now, out) -> (now.isUpTo(value, share) ? before : after).write(now, out);
    }

    private static Piece alternation(List<Piece> options) {
        return (now, out) -> options.get((now.step() - 1) % options.size()).write(now, out);
    }

    /** For each bracket that is closed, where; a backslash makes what follows it no bracket. */
    private static int[] closing(CharSequence text) {
        int[] closing = new int[text.length()];
        Arrays.fill(closing, NONE);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(' || c == '[') {
                open.push(i);
            } else if (!open.isEmpty()
                    && (c == ')' || c == ']')
                    && text.charAt(open.peek()) == (c == ')' ? '(' : '[')) {
                closing[open.pop()] = i;
            }
        }
        return closing;
    }

    private List<Piece> pieces(int from, int to, int depth) {
        List<Piece> found = new ArrayList<>();
        int plain = from;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '[' && closing[i] != NONE && depth < DEEPEST) {
                Piece edited = edited(i + 1, closing[i], depth + 1);
                if (edited != null) {
                    found.add(literal(plain, i));
                    found.add(edited);
                    i = closing[i];
                    plain = i + 1;
                }
            }
        }
        found.add(literal(plain, to));
        return found;
    }

    private Piece literal(int from, int to) {
        String literal = text.subSequence(from, to).toString();
        return (now, out) -> out.append(literal);
    }

    /**
     * @return the inside of square brackets, or null if it is no editing
     */
    private @Nullable Piece edited(int from, int to, int depth) {
        List<Integer> bars = separators('|', from, to);
        List<Integer> colons = separators(':', from, to);
        if (!bars.isEmpty()) {
            return colons.isEmpty() ? alternation(parts(bars, from, to, depth)) : null;
        }
        if (colons.isEmpty() || colons.size() > 2) {
            return null;
        }
        int last = colons.get(colons.size() - 1);
        if (!WHEN.matcher(text).region(last + 1, to).matches()) {
            return null;
        }
        String when = text.subSequence(last + 1, to).toString();
        List<Piece> parts = parts(colons.subList(0, colons.size() - 1), from, last, depth);
        Piece after = parts.get(parts.size() - 1);
        return change(parts.size() == 2 ? parts.get(0) : all(List.of()), after, when.strip());
    }

    /** Where a character stands that is in no inner brackets. */
    private List<Integer> separators(char separator, int from, int to) {
        List<Integer> found = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == separator) {
                found.add(i);
            } else if (text.charAt(i) == '\\') {
                i++;
            } else if (closing[i] != NONE) {
                i = closing[i];
            }
        }
        return found;
    }

    private List<Piece> parts(List<Integer> separators, int from, int to, int depth) {
        List<Piece> parts = new ArrayList<>();
        int start = from;
        for (int separator : separators) {
            parts.add(all(pieces(start, separator, depth)));
            start = separator + 1;
        }
        parts.add(all(pieces(start, to, depth)));
        return parts;
    }
}
