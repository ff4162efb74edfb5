package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An infotext in its parts.
 *
 * @param prompts the lines above the parameters; all of it if there are none
 * @param values the parameters, those of later lines included
 * @param present whether there are parameters
 */
record InfotextLines(String prompts, Map<String, String> values, boolean present) {

    static InfotextLines of(CharSequence infotext) {
        Excerpt plain = withPlainLineEnds(infotext);
        Excerpt text = plain.subSequence(0, Texts.lengthWithoutBlanks(plain));
        Optional<ParametersFinder.Found> found = new ParametersFinder(text).find();
        return found.isPresent() ? parts(infotext, text, found.get()) : withoutParameters(plain);
    }

    private static InfotextLines withoutParameters(Excerpt text) {
        return withoutJson(text, Map.of(), false);
    }

    /**
     * What stands above the parameters is a prompt, unless it is JSON, as other programs write; that may also stand behind a prompt.
     *
     * @param above the parameters; all of it if there are none
     */
    private static InfotextLines withoutJson(CharSequence above, Map<String, String> values, boolean present) {
        int end = Texts.lengthWithoutBlanks(above);
        if (end > 0 && (above.charAt(end - 1) == '}' || above.charAt(end - 1) == ']')) {
            for (int start = 0; start >= 0; start = Texts.nextLine(above, start)) {
                if (isJson(above, start)) {
                    Map<String, String> all = new LinkedHashMap<>(values);
                    String json = above.subSequence(start, above.length()).toString();
                    all.merge(LaterLines.REST, json, (later, earlier) -> earlier + "\n" + later);
                    return new InfotextLines(above(above, start), all, present);
                }
            }
        }
        return new InfotextLines(above.toString(), values, present);
    }

    /** Whether a line begins an object with a key, or an array of objects: prompts have braces, too. */
    private static boolean isJson(CharSequence text, int start) {
        int first = skipBlanks(text, start);
        if (first == text.length()) {
            return false;
        }
        char next = text.charAt(Math.min(text.length() - 1, skipBlanks(text, first + 1)));
        return (text.charAt(first) == '{' && (next == '"' || next == '}'))
                || (text.charAt(first) == '[' && next == '{');
    }

    /** Not over more than a line end: lines that follow are looked at for themselves. */
    private static int skipBlanks(CharSequence text, int from) {
        int at = from;
        boolean ended = false;
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && !(ended && text.charAt(at) == '\n')) {
            ended |= text.charAt(at) == '\n';
            at++;
        }
        return at;
    }

    private static InfotextLines parts(CharSequence infotext, Excerpt text, ParametersFinder.Found found) {
        Map<String, String> values = new LinkedHashMap<>(found.pairs().values());
        values.putAll(
                new LaterLines(values::containsKey).read(text, found.pairs().end()));
        if (!found.areOurs()) {
            return withoutJson(text.subSequence(0, Math.max(0, found.start() - 1)), values, true);
        }
        // As they stand there: carriage returns of a prompt that was drawn here are its own.
        int end = Math.max(0, text.placeOf(found.start()) - 1);
        return new InfotextLines(infotext.subSequence(0, end).toString(), values, true);
    }

    private static String above(CharSequence text, int line) {
        return text.subSequence(0, Math.max(0, line - 1)).toString();
    }

    /** Those of all systems are one. */
    private static Excerpt withPlainLineEnds(CharSequence text) {
        return Excerpt.showing(
                text,
                place -> place == 0 || text.charAt(place) != '\n' || text.charAt(place - 1) != '\r',
                c -> c == '\r' ? '\n' : c);
    }
}
