package dev.diffract.frontend.core.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A prompt of AUTOMATIC1111's syntax without what is not drawn here: tags of extra networks ({@code <lora:name:0.8>},
 * {@code <hypernet:name:1>}), which are taken out whatever their kind is, as it does with kinds that it does not know; and
 * {@code AND}, which composes pictures there: the prompts around it are one after the other here, without their weights.
 *
 * @param text what is drawn
 * @param parts what is not, each once, as it was written
 */
public record Unhonoured(CharSequence text, List<String> parts) {

    private static final String COMPOSED = "AND";

    public Unhonoured {
        parts = List.copyOf(parts);
    }

    /**
     * What a prompt of some syntax asks for and does not get. In compel's all this is text, and is drawn as such, but nobody who
     * writes it means that; in plain text people do.
     */
    public static List<String> in(String prompt, PromptSyntax syntax) {
        return syntax == PromptSyntax.PLAIN ? List.of() : of(prompt).parts();
    }

    static Unhonoured of(CharSequence prompt) {
        Set<String> parts = new LinkedHashSet<>();
        CharSequence text = withoutTags(prompt, parts);
        List<CharSequence> composed = new ArrayList<>();
        int from = 0;
        for (int and = Words.find(text, COMPOSED, 0); and >= 0; and = Words.find(text, COMPOSED, from)) {
            composed.add(withoutWeight(text.subSequence(from, and)));
            from = and + COMPOSED.length();
        }
        if (composed.isEmpty()) {
            return new Unhonoured(text, List.copyOf(parts));
        }
        composed.add(withoutWeight(text.subSequence(from, text.length())));
        parts.add(COMPOSED);
        return new Unhonoured(String.join(" ", composed), List.copyOf(parts));
    }

    /** A tag is a name and, behind a colon, at least one character up to the next angle bracket. */
    private static CharSequence withoutTags(CharSequence prompt, Set<String> parts) {
        BitSet tags = new BitSet();
        for (int i = 0; i < prompt.length(); i++) {
            if (prompt.charAt(i) != '<') {
                continue;
            }
            int colon = i + 1;
            while (colon < prompt.length() && Words.isOfWord(Character.codePointAt(prompt, colon))) {
                colon += Character.charCount(Character.codePointAt(prompt, colon));
            }
            if (colon == i + 1 || colon == prompt.length() || prompt.charAt(colon) != ':') {
                continue;
            }
            int end = colon + 1;
            while (end < prompt.length() && prompt.charAt(end) != '>') {
                end++;
            }
            if (end == prompt.length()) { // then no other tag ends either
                break;
            }
            if (end > colon + 1) {
                tags.set(i, end + 1);
                parts.add(prompt.subSequence(i, end + 1).toString());
                i = end;
            }
        }
        return tags.isEmpty() ? prompt : Excerpt.of(prompt, place -> !tags.get(place));
    }

    /** A number behind a colon at its end is a weight. */
    private static CharSequence withoutWeight(CharSequence prompt) {
        int start = stripped(prompt, prompt.length());
        boolean digits = false;
        boolean dot = false;
        while (start > 0) {
            int last = Character.codePointBefore(prompt, start);
            if (!Digits.isDigit(last) && (dot || last != '.')) {
                break;
            }
            start -= Character.charCount(last);
            digits |= last != '.';
            dot |= last == '.';
        }
        if (start > 0 && (prompt.charAt(start - 1) == '+' || prompt.charAt(start - 1) == '-')) {
            start--;
        }
        start = stripped(prompt, start);
        return digits && start > 0 && prompt.charAt(start - 1) == ':' ? prompt.subSequence(0, start - 1) : prompt;
    }

    private static int stripped(CharSequence text, int end) {
        int last = end;
        while (last > 0 && Spaces.isSpace(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }
}
