package dev.diffract.frontend.core.infotext;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds where the parameters of an infotext begin: at the last line that begins as they do and has enough of them. A line inside
 * a quotation of such parameters is none, and nor are the lines of a template that follows them. Programs of other grammars end
 * with a line of parameters that begins otherwise. What this program writes is one line, the last.
 */
final class ParametersFinder {

    private static final int FEWEST_PARAMETERS = 3;
    private static final String FIRST_KEY = "Steps:";

    /** Times that the text is read at most on behalf of lines that turn out to be none: quotations go over many lines. */
    private static final long MOST_READINGS = 8;

    private final CharSequence text;
    private final PairReader pairs;

    ParametersFinder(CharSequence text) {
        this.text = text;
        this.pairs = new PairReader(text);
    }

    /**
     * Parameters.
     *
     * @param start where their first line begins
     */
    record Found(int start, PairReader.Pairs pairs) {

        private boolean areEnough() {
            return pairs.values().size() >= FEWEST_PARAMETERS;
        }

        /** Whether this program wrote them. */
        boolean areOurs() {
            return pairs.values().getOrDefault("Version", "").startsWith("Diffract");
        }
    }

    Optional<Found> find() {
        Optional<Found> last = at(lastLine()).filter(Found::areEnough);
        if (last.filter(Found::areOurs).isPresent() && Texts.startsWith(text, FIRST_KEY, lastLine())) {
            return last;
        }
        Optional<Found> found = Optional.empty();
        long reads = MOST_READINGS * text.length();
        for (int start = 0; start >= 0 && reads >= 0; ) {
            Optional<Found> next = Texts.startsWith(text, FIRST_KEY, start) ? at(start) : Optional.empty();
            if (next.filter(Found::areEnough).isPresent()) {
                found = next;
                int end = next.get().pairs().end();
                start = isTemplate(end + 1) ? -1 : Texts.nextLine(text, end);
            } else {
                reads -= next.map(pairs -> pairs.pairs().end() - pairs.start()).orElse(0);
                start = Texts.nextLine(text, start);
            }
        }
        return found.or(() -> last);
    }

    private Optional<Found> at(int start) {
        return Optional.of(new Found(start, pairs.read(start)));
    }

    private boolean isTemplate(int start) {
        return Stream.of("Template:", "Negative Template:").anyMatch(key -> Texts.startsWith(text, key, start));
    }

    private int lastLine() {
        int start = text.length();
        while (start > 0 && text.charAt(start - 1) != '\n') {
            start--;
        }
        return start;
    }
}
