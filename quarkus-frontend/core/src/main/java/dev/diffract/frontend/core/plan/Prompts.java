package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.TokenChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan's prompts, read: what to encode, and what to condition each model call on. All text states of a plan have the same
 * number of chunks, so that rows fit together. Immutable.
 */
public final class Prompts {

    private final Prompt prompt;
    private final Prompt negative;
    private final PromptRules rules;
    private final List<List<PromptForms>> rows;
    private final int length;
    private final List<TokenChunk> needed;

    /**
     * @param prompt of as many passes as {@code negative}
     * @param guided whether the negative prompt counts
     */
    public Prompts(Prompt prompt, Prompt negative, PromptRules rules, boolean guided) {
        this.prompt = prompt;
        this.negative = negative;
        this.rules = rules;
        this.rows = guided ? List.of(negative.passes(), prompt.passes()) : List.of(prompt.passes());
        this.length = rows.stream()
                .flatMap(List::stream)
                .mapToInt(PromptForms::size)
                .max()
                .orElseThrow();
        this.needed = rows.stream()
                .flatMap(List::stream)
                .flatMap(forms -> forms.needed(length).stream())
                .distinct()
                .toList();
    }

    public Prompt prompt() {
        return prompt;
    }

    public Prompt negative() {
        return negative;
    }

    /** How they were read. */
    public PromptRules rules() {
        return rules;
    }

    /** Which layer of the text encoder counts, from the end: 1 is the last. */
    public int clipSkip() {
        return rules.clipSkip();
    }

    /** Everything that has to be encoded, each chunk once. */
    public List<TokenChunk> needed() {
        return needed;
    }

    /**
     * The text states of a call's rows: unconditional and conditional, or only the latter.
     *
     * @param call of the pass, from 0
     * @param encoded the text states of the {@linkplain #needed() needed} chunks, in their order
     */
    public List<float[]> states(int pass, int call, List<float[]> encoded) {
        Map<TokenChunk, float[]> known = new HashMap<>();
        for (int i = 0; i < needed.size(); i++) {
            known.put(needed.get(i), encoded.get(i));
        }
        return rows.stream()
                .map(row -> row.get(pass).at(call).states(known::get, length))
                .toList();
    }
}
