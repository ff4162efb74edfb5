package dev.diffract.frontend.core.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compel's weights: {@code word+} counts 1.1 times, {@code word--} 0.81 times, {@code (words)1.3} and {@code "words"1.3} 1.3
 * times, and groups multiply. A group that does not close, or holds what no group may hold, is text. What compel can do
 * beyond weights is refused.
 */
final class CompelParser {

    private static final double PLUS = 1.1;
    private static final double MINUS = 0.9;

    /** Deeper groups are text. */
    private static final int DEEPEST = 50;

    private static final Pattern OPERATION =
            Pattern.compile("[)\"\\w]\\.(?:swap|blend|and|add|attend)\\s*+\\(|(?:use|with)Lora\\s*+\\(");
    private static final Pattern TIGHT_COMMA = Pattern.compile(",(\\S)", Pattern.UNICODE_CHARACTER_CLASS);

    /** Characters without a meaning; signs belong to a word where nothing else can be meant. */
    private static final Pattern WORD =
            Pattern.compile("(?:\\\\[()\",.+\\-=]|[-+](?![\\s()\",.+\\-=]|\\z)|[^\\s()\",.+\\-=])++");

    private static final Pattern FREE_WORD = Pattern.compile("\\S++");
    private static final Pattern PUNCTUATION = Pattern.compile("[,.]");
    private static final Pattern SIGNS = Pattern.compile("\\++|-+");
    private static final Pattern WEIGHT = Pattern.compile("\\++|-+|[0-9]*\\.[0-9]+|[0-9]+\\.?");
    private static final Pattern QUOTED = Pattern.compile("\"((?:\\\\\"|[^\"\\n\\r])*+)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([()\"])");
    private static final String SPACE = " \n\t\r\f\u000b";

    private final CharSequence text;
    private final int depth;
    private final Map<Integer, Optional<Group>> groups = new HashMap<>();

    CompelParser(CharSequence text, int depth) {
        this.text = text;
        this.depth = depth;
    }

    /**
     * @return the parts in their order; neighbours differ in weight
     * @throws PromptException if the prompt asks for an operation other than weighting, or a weight is out of bounds
     */
    static List<WeightedText> parse(CharSequence prompt) {
        if (OPERATION.matcher(prompt).find()) {
            throw new PromptException(new PromptLimit.WeightsOnly());
        }
        return new CompelParser(TIGHT_COMMA.matcher(prompt).replaceAll(", $1"), 0).parts();
    }

    List<WeightedText> parts() {
        List<WeightedText> parts = new ArrayList<>();
        int at = skipSpace(0);
        while (at < text.length()) {
            int from = at;
            Group next = weighted(from, 0)
                    .or(() -> group(from, 0))
                    .or(() -> match(FREE_WORD, from))
                    .orElseThrow();
            parts.addAll(next.parts());
            at = skipSpace(next.end());
        }
        return joined(parts);
    }

    /**
     * @param end where the text goes on after it
     */
    private record Group(List<WeightedText> parts, int end) {
        private Group times(double factor, int newEnd) {
            return new Group(parts.stream().map(part -> part.times(factor)).toList(), newEnd);
        }
    }

    /** A group or a word with its weight right behind it. */
    private Optional<Group> weighted(int from, int level) {
        Optional<Group> group = group(from, level);
        Optional<Group> target = group.or(() -> match(WORD, from));
        Matcher weight = (group.isPresent() ? WEIGHT : SIGNS).matcher(text);
        return target.filter(found -> weight.region(found.end(), text.length()).lookingAt())
                .map(found -> found.times(factor(weight.group()), weight.end()));
    }

    private static double factor(String weight) {
        return switch (weight.charAt(0)) {
            case '+' -> Math.pow(PLUS, weight.length());
            case '-' -> Math.pow(MINUS, weight.length());
            default -> Double.parseDouble(weight);
        };
    }

    /** Something in parentheses or quotes. Remembered: attempts that fail would otherwise multiply. */
    private Optional<Group> group(int from, int level) {
        char first = text.charAt(from);
        if ((first != '(' && first != '"') || depth + level >= DEEPEST) {
            return Optional.empty();
        }
        Optional<Group> known = groups.get(from);
        if (known == null) {
            known = first == '(' ? parenthesized(from, level + 1) : quoted(from, level + 1);
            groups.put(from, known);
        }
        return known;
    }

    private Optional<Group> parenthesized(int from, int level) {
        Group inside = inside(from + 1, level);
        return inside.end() < text.length() && text.charAt(inside.end()) == ')'
                ? Optional.of(new Group(inside.parts(), inside.end() + 1))
                : Optional.empty();
    }

    private Optional<Group> quoted(int from, int level) {
        Matcher quoted = QUOTED.matcher(text).region(from, text.length());
        if (!quoted.lookingAt()) {
            return Optional.empty();
        }
        CharSequence content = text.subSequence(quoted.start(1), quoted.end(1));
        Group inside = new CompelParser(content, depth + level).inside(0, 0);
        return inside.end() == content.length()
                ? Optional.of(new Group(inside.parts(), quoted.end()))
                : Optional.empty();
    }

    /** As much as can stand in a group. */
    private Group inside(int from, int level) {
        List<WeightedText> parts = new ArrayList<>();
        int at = skipSpace(from);
        while (at < text.length()) {
            int start = at;
            Optional<Group> next = weighted(start, level)
                    .or(() -> group(start, level))
                    .or(() -> match(WORD, start))
                    .or(() -> match(PUNCTUATION, start));
            if (next.isEmpty()) {
                break;
            }
            parts.addAll(next.get().parts());
            at = skipSpace(next.get().end());
        }
        return new Group(parts, at);
    }

    private Optional<Group> match(Pattern pattern, int from) {
        Matcher matcher = pattern.matcher(text).region(from, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        String word = ESCAPED.matcher(matcher.group()).replaceAll("$1");
        return Optional.of(new Group(List.of(new WeightedText(word, 1)), matcher.end()));
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static List<WeightedText> joined(List<WeightedText> parts) {
        List<WeightedText> joined = new ArrayList<>();
        for (int i = 0; i < parts.size(); ) {
            double weight = parts.get(i).checked().weight();
            StringJoiner words = new StringJoiner(" ");
            for (; i < parts.size() && parts.get(i).weight() == weight; i++) {
                words.add(parts.get(i).text());
            }
            joined.add(new WeightedText(words.toString(), weight));
        }
        return joined;
    }
}
