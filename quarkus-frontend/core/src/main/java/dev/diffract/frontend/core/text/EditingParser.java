package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.Piece.Alternation;
import dev.diffract.frontend.core.text.Piece.Literal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells editing from other text, as AUTOMATIC1111 does. Brackets are editing or emphasis if all between them is, and text
 * otherwise; of brackets within each other the outer ones are looked at first. A bar outside of {@code [a|b]}, and a backslash
 * with nothing behind it on its line, leave the whole prompt unedited.
 */
final class EditingParser {

    /** Deeper brackets leave the prompt unedited; emphasis refuses them. */
    private static final int DEEPEST = 100;

    private static final Pattern WHEN = Pattern.compile(
            "[\\s\\x1c-\\x1f]*+([+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+)[\\s\\x1c-\\x1f]*+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final CharSequence text;
    private final Brackets bottom = new Brackets('\0', 0);
    private final Deque<Brackets> open = new ArrayDeque<>();
    private boolean edits;

    private EditingParser(CharSequence text) {
        this.text = text;
        open.push(bottom);
    }

    /**
     * @return the prompt; empty if it stays as it is in every step
     */
    static Optional<Piece> parse(CharSequence prompt) {
        EditingParser parser = new EditingParser(prompt);
        return parser.read() && parser.edits ? Optional.of(all(parser.bottom.parts.get(0))) : Optional.empty();
    }

    /** What stands between two brackets, as far as it was read. */
    private final class Brackets {
        private final char opening;
        private final List<List<Piece>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        private final List<Character> separators = new ArrayList<>();
        private int depth = 1;
        private int plain;
        private int lastPart;

        /**
         * @param from where their inside begins
         */
        Brackets(char opening, int from) {
            this.opening = opening;
            this.plain = from;
            this.lastPart = from;
        }

        private void add(Piece piece) {
            parts.get(parts.size() - 1).add(piece);
        }

        /** What was read since the last piece is text. */
        private void flush(int to) {
            if (to > plain) {
                add(new Literal(text.subSequence(plain, to).toString()));
            }
            plain = to;
        }

        private void separate(char separator, int at) {
            flush(at);
            separators.add(separator);
            parts.add(new ArrayList<>());
            plain = at + 1;
            lastPart = at + 1;
        }

        private boolean has(char separator) {
            return separators.contains(separator);
        }

        /** What they are if they end here; empty if they are nothing but text. */
        private Optional<Piece> closed(int at) {
            flush(at);
            int colons = has(':') ? separators.size() : 0;
            if (has('|')) {
                return opening == '[' && colons == 0
                        ? edited(new Alternation(
                                parts.stream().map(EditingParser::all).toList()))
                        : Optional.empty();
            }
            if (opening == '(' ? colons <= 1 : colons == 0) {
                List<Piece> all = written();
                all.add(new Literal(opening == '(' ? ")" : "]"));
                return Optional.of(all(all));
            }
            Matcher when = WHEN.matcher(text).region(lastPart, at);
            return opening == '[' && colons <= 2 && when.matches() ? edited(change(when.group(1))) : Optional.empty();
        }

        private Optional<Piece> edited(Piece piece) {
            edits = true;
            return Optional.of(piece);
        }

        private Piece change(String when) {
            Piece before = all(separators.size() == 2 ? parts.get(0) : List.of());
            return Piece.change(before, all(parts.get(parts.size() - 2)), when);
        }

        /** As text with what is edited in it, without a bracket at the end. */
        private List<Piece> written() {
            List<Piece> all = new ArrayList<>();
            all.add(new Literal(String.valueOf(opening)));
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    all.add(new Literal(String.valueOf(separators.get(i - 1))));
                }
                all.addAll(parts.get(i));
            }
            return all;
        }
    }

    private boolean read() {
        for (int i = 0; i < text.length(); i++) {
            boolean fits = true;
            switch (text.charAt(i)) {
                case '\\' -> {
                    i++;
                    fits = i < text.length() && text.charAt(i) != '\n';
                }
                case '(', '[' -> open(i);
                case ')', ']' -> fits = close(i);
                case ':', '|' -> fits = separate(i);
                default -> {}
            }
            if (!fits) {
                return false;
            }
        }
        return dissolve(text.length());
    }

    private void open(int at) {
        innermost().flush(at);
        open.push(new Brackets(text.charAt(at), at + 1));
    }

    private boolean separate(int at) {
        char separator = text.charAt(at);
        if (innermost() != bottom) {
            innermost().separate(separator, at);
            return true;
        }
        return separator == ':';
    }

    private boolean close(int at) {
        Brackets inner = innermost();
        if (inner == bottom) {
            return true;
        }
        boolean pair = inner.opening == (text.charAt(at) == ')' ? '(' : '[');
        Optional<Piece> piece = pair ? inner.closed(at) : Optional.empty();
        if (piece.isEmpty()) {
            return dissolve(at);
        }
        open.pop();
        Brackets outer = innermost();
        outer.add(piece.get());
        outer.plain = at + 1;
        outer.depth = Math.max(outer.depth, inner.depth + 1);
        return outer.depth <= DEEPEST;
    }

    /** All brackets that are open are text; false if one has a bar. */
    private boolean dissolve(int at) {
        innermost().flush(at);
        while (open.peekLast() == bottom && open.size() > 1) {
            open.removeLast();
            Brackets outermost = open.removeLast();
            if (outermost.has('|')) {
                return false;
            }
            outermost.written().forEach(bottom::add);
            open.addLast(bottom);
        }
        bottom.plain = at;
        return true;
    }

    private Brackets innermost() {
        return open.element();
    }

    private static Piece all(List<Piece> pieces) {
        return new Piece.All(List.copyOf(pieces));
    }
}
