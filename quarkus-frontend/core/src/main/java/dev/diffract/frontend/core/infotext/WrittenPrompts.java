package dev.diffract.frontend.core.infotext;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two prompts above the parameters. A line that begins with {@code Negative prompt:} ends the prompt, wherever it comes from; where
 * this program drew a prompt with such a line, its parameters say how many lines are the prompt's.
 *
 * @param negative {@code null} if there is none
 */
record WrittenPrompts(String prompt, @Nullable String negative) {

    private static final String NEGATIVE = "Negative prompt:";

    /** The lines above the parameters. */
    static String write(String prompt, String negative) {
        return (prompt.isEmpty() ? "" : prompt + "\n") + (negative.isEmpty() ? "" : NEGATIVE + " " + negative + "\n");
    }

    /** What the parameters must say of a prompt, so that it is read as it was written. */
    static Map<String, String> parameters(String prompt) {
        Map<String, String> values = new LinkedHashMap<>();
        if (begin(prompt, 0) >= 0) {
            long ends = prompt.chars().filter(c -> c == '\n').count();
            values.put(Keys.PROMPT_LINES, String.valueOf(ends + 1));
        }
        return values;
    }

    static WrittenPrompts read(String prompts, InfotextParameters values) {
        int from = 0;
        if (WrittenSampler.ours(values)) {
            Long lines = values.whole(Keys.PROMPT_LINES);
            from = lines == null ? 0 : afterLines(prompts, lines);
        }
        int negative = begin(prompts, from);
        if (negative < 0) {
            return new WrittenPrompts(prompts, null);
        }
        String after = prompts.substring(negative + NEGATIVE.length());
        return new WrittenPrompts(
                prompts.substring(0, Math.max(0, negative - 1)), after.startsWith(" ") ? after.substring(1) : after);
    }

    /** Where the first line begins that is a negative prompt's; -1 without one. */
    private static int begin(String prompts, int from) {
        if (prompts.startsWith(NEGATIVE, from)) {
            return from;
        }
        int end = prompts.indexOf("\n" + NEGATIVE, from);
        return end < 0 ? end : end + 1;
    }

    private static int afterLines(String prompts, long lines) {
        int at = 0;
        for (long line = 0; line < lines; line++) {
            int end = prompts.indexOf('\n', at);
            if (end < 0) {
                return prompts.length();
            }
            at = end + 1;
        }
        return at;
    }
}
