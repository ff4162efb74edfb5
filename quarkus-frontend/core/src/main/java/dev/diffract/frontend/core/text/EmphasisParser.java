package dev.diffract.frontend.core.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AUTOMATIC1111's emphasis: {@code (x)} counts 1.1 times, {@code [x]} 1/1.1 times, {@code (x:1.3)} 1.3 times, and brackets
 * multiply. A backslash makes the bracket after it text; a bracket left open closes with the prompt. {@code BREAK} begins a
 * new chunk, but not inside brackets: there it is a word, with its marker's weight, as in the original.
 */
final class EmphasisParser {

    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / ROUND;
    private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SYMBOL = Pattern.compile(
            "\\\\[()\\[\\]\\\\]?|[(\\[)\\]]|:\\s*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))\\s*\\)|[^\\\\()\\[\\]:]+|:",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final List<WeightedText> parts = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

    private EmphasisParser() {}

    /**
     * @return the parts in their order, {@link WeightedText#BREAK} among them; neighbours differ in weight
     * @throws PromptException if a weight is out of bounds
     */
    static List<WeightedText> parse(String prompt) {
        EmphasisParser parser = new EmphasisParser();
        Matcher symbol = SYMBOL.matcher(prompt);
        while (symbol.find()) {
            parser.read(symbol.group(), symbol.group(1));
        }
        parser.round.descendingIterator().forEachRemaining(from -> parser.weight(from, ROUND));
        parser.square.descendingIterator().forEachRemaining(from -> parser.weight(from, SQUARE));
        return joined(parser.parts);
    }

    private void read(String symbol, String weight) {
        if (symbol.startsWith("\\")) {
            parts.add(new WeightedText(symbol.substring(1), 1));
        } else if (symbol.equals("(")) {
            round.push(parts.size());
        } else if (symbol.equals("[")) {
            square.push(parts.size());
        } else if (weight != null && !round.isEmpty()) {
            weight(round.pop(), Double.parseDouble(weight));
        } else if (symbol.equals(")") && !round.isEmpty()) {
            weight(round.pop(), ROUND);
        } else if (symbol.equals("]") && !square.isEmpty()) {
            weight(square.pop(), SQUARE);
        } else {
            text(symbol);
        }
    }

    private void text(String text) {
        String[] pieces = BREAK.split(text, -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                parts.add(WeightedText.BREAK);
            }
            parts.add(new WeightedText(pieces[i], 1));
        }
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
