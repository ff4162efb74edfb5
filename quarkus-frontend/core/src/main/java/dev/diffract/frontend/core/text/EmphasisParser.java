package dev.diffract.frontend.core.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * AUTOMATIC1111's emphasis: {@code (x)} counts 1.1 times, {@code [x]} 1/1.1 times, {@code (x:1.3)} 1.3 times, and brackets
 * multiply. A backslash makes the bracket after it text; a bracket left open closes with the prompt. {@code BREAK} begins a
 * new chunk, but not inside brackets: there it is a word, with its marker's weight, as in the original.
 */
final class EmphasisParser {

    /** Beyond this nobody can tell what a bracket does: a hundred of them are 14,000 times or a 14,000th. */
    private static final int DEEPEST = 100;

    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / ROUND;
    private static final String DIGIT = "[" + Digits.ranges() + "]";
    private static final String WEIGHT = "[+-]?+(?:" + DIGIT + "++(?:\\." + DIGIT + "*+)?+|\\." + DIGIT + "++)";
    private static final Pattern SYMBOL = Pattern.compile(
            "\\\\[()\\[\\]\\\\]?|[(\\[)\\]]|:[\\s\\x1c-\\x1f]*+(" + WEIGHT
                    + ")[\\s\\x1c-\\x1f]*+\\)|[^\\\\()\\[\\]:]++|:",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final List<WeightedText> parts = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

    private EmphasisParser() {}

    /**
     * @return the parts in their order, {@link WeightedText#BREAK} among them; neighbours differ in weight
     * @throws PromptException if a weight is out of bounds, or too many brackets are open at once
     */
    static List<WeightedText> parse(CharSequence prompt) {
        EmphasisParser parser = new EmphasisParser();
        Matcher symbol = SYMBOL.matcher(prompt);
        while (symbol.find()) {
            parser.read(prompt.subSequence(symbol.start(), symbol.end()), symbol.group(1));
        }
        parser.round.descendingIterator().forEachRemaining(from -> parser.weight(from, ROUND));
        parser.square.descendingIterator().forEachRemaining(from -> parser.weight(from, SQUARE));
        return joined(parser.parts);
    }

    private void read(CharSequence symbol, @Nullable String weight) {
        char first = symbol.charAt(0);
        if (first == '\\') {
            parts.add(new WeightedText(symbol.subSequence(1, symbol.length()).toString(), 1));
        } else if (first == '(') {
            open(round);
        } else if (first == '[') {
            open(square);
        } else if (weight != null && !round.isEmpty()) {
            weight(round.pop(), Double.parseDouble(Digits.toAscii(weight)));
        } else if (first == ')' && !round.isEmpty()) {
            weight(round.pop(), ROUND);
        } else if (first == ']' && !square.isEmpty()) {
            weight(square.pop(), SQUARE);
        } else {
            text(symbol);
        }
    }

    /** Every part is weighted once for each bracket around it. */
    private void open(Deque<Integer> brackets) {
        brackets.push(parts.size());
        if (round.size() + square.size() > DEEPEST) {
            throw new PromptException(new PromptLimit.Deepest(DEEPEST));
        }
    }

    private void text(CharSequence text) {
        String word = WeightedText.BREAK.text();
        int from = 0;
        for (int found = Words.find(text, word, 0); found >= 0; found = Words.find(text, word, from)) {
            int end = found;
            while (end > from && Spaces.isSpace(text.charAt(end - 1))) {
                end--;
            }
            parts.add(new WeightedText(text.subSequence(from, end).toString(), 1));
            parts.add(WeightedText.BREAK);
            from = found + word.length();
            while (from < text.length() && Spaces.isSpace(text.charAt(from))) {
                from++;
            }
        }
        parts.add(new WeightedText(text.subSequence(from, text.length()).toString(), 1));
    }

    private void weight(int from, double factor) {
        parts.subList(from, parts.size()).replaceAll(part -> part.times(factor));
    }

    private static List<WeightedText> joined(List<WeightedText> parts) {
        List<WeightedText> joined = new ArrayList<>();
        for (int i = 0; i < parts.size(); ) {
            WeightedText first = parts.get(i).checked();
            StringBuilder text = new StringBuilder();
            for (; i < parts.size() && parts.get(i).weight() == first.weight(); i++) {
                text.append(parts.get(i).text());
            }
            joined.add(new WeightedText(text.toString(), first.weight()));
        }
        return joined;
    }
}
