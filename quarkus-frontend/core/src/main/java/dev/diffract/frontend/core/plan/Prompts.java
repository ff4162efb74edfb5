package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.PromptPlan;
import dev.diffract.frontend.core.text.PromptReader;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.frontend.core.text.TokenUse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan's prompts, read: what to encode, and what to condition each model call on. All text states of a plan have the same
 * number of chunks, so that rows fit together. Immutable.
 */
public final class Prompts {

    /** The request's field of the prompt. */
    public static final String PROMPT = "prompt";

    /** The request's field of the negative prompt. */
    public static final String NEGATIVE_PROMPT = "negative_prompt";

    private final PromptReader reader;
    private final int clipSkip;
    private final Map<String, TokenUse> tokens;
    private final List<List<PromptPlan>> rows;
    private final int length;
    private final List<TokenChunk> needed;

    /**
     * @param clipSkip which layer of the text encoder counts, from the end: 1 is the last
     * @param prompt for each pass
     * @param negative for each pass
     * @param guided whether the negative prompt counts
     */
    public Prompts(
            PromptReader reader, int clipSkip, List<PromptPlan> prompt, List<PromptPlan> negative, boolean guided) {
        this.reader = reader;
        this.clipSkip = clipSkip;
        this.tokens = Collections.unmodifiableMap(new TreeMap<>(Map.of(
                PROMPT, prompt.get(0).tokens(), NEGATIVE_PROMPT, negative.get(0).tokens())));
        this.rows = guided ? List.of(List.copyOf(negative), List.copyOf(prompt)) : List.of(List.copyOf(prompt));
        this.length = rows.stream()
                .flatMap(List::stream)
                .mapToInt(PromptPlan::size)
                .max()
                .orElseThrow();
        this.needed = rows.stream()
                .flatMap(List::stream)
                .flatMap(plan -> plan.needed(length).stream())
                .distinct()
                .toList();
    }

    /** How they were read. */
    public PromptReader reader() {
        return reader;
    }

    /** Which layer of the text encoder counts, from the end: 1 is the last. */
    public int clipSkip() {
        return clipSkip;
    }

    /** What became of the tokens, by the request's field; in a hires fix, of the first pass. */
    public Map<String, TokenUse> tokens() {
        return tokens;
    }

    /** Everything that has to be encoded, each chunk once. */
    public List<TokenChunk> needed() {
        return needed;
    }

    /**
     * The text states of a call's rows: unconditional and conditional, or only the latter.
     *
     * @param call of the pass, from 0
     * @param calls of the pass
     * @param encoded the text states of the {@linkplain #needed() needed} chunks, in their order
     */
    public List<float[]> states(int pass, int call, int calls, List<float[]> encoded) {
        Map<TokenChunk, float[]> known = new HashMap<>();
        for (int i = 0; i < needed.size(); i++) {
            known.put(needed.get(i), encoded.get(i));
        }
        return rows.stream()
                .map(row -> row.get(pass).at(call, calls).states(known::get, length))
                .toList();
    }
}
