package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.PromptSyntax;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.FloatRow;
import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan's prompts, read: what to encode, and what to condition each model call on. In a pass, all forms of a prompt have the
 * length of the longest; two prompts of different lengths are padded to the longer, or go to the model one by one. Immutable.
 */
public final class Prompts {

    private final Prompt prompt;
    private final Prompt negative;
    private final PromptRules rules;
    private final List<List<PromptForms>> rows;
    private final List<TokenChunk> needed;

    /** Of each pass: it is asked for with every step. */
    private final List<Boolean> uneven;

    /** Only pictures hold text states: plans outlive them, as jobs that are done do. */
    private final AtomicReference<@Nullable WeakReference<TextStates>> latest = new AtomicReference<>();

    /**
     * @param prompt of as many passes as {@code negative}
     * @param guided whether the negative prompt counts
     */
    public Prompts(Prompt prompt, Prompt negative, PromptRules rules, boolean guided) {
        this.prompt = prompt;
        this.negative = negative;
        this.rules = rules;
        this.rows = guided ? List.of(negative.passes(), prompt.passes()) : List.of(prompt.passes());
        Set<TokenChunk> chunks = new LinkedHashSet<>();
        for (List<PromptForms> row : rows) {
            for (int pass = 0; pass < row.size(); pass++) {
                chunks.addAll(row.get(pass).needed(length(row, pass)));
            }
        }
        this.needed = List.copyOf(chunks);
        this.uneven = IntStream.range(0, prompt.passes().size())
                .mapToObj(this::differ)
                .toList();
    }

    /** Chunks of a row in a pass. */
    private int length(List<PromptForms> row, int pass) {
        return rules.padded() ? longest(pass) : row.get(pass).size();
    }

    private int longest(int pass) {
        return rows.stream().mapToInt(row -> row.get(pass).size()).max().orElseThrow();
    }

    /** Whether rows of a pass differ in length. */
    private boolean uneven(int pass) {
        return uneven.get(pass);
    }

    private boolean differ(int pass) {
        return rows.stream().anyMatch(row -> row.get(pass).size() != longest(pass));
    }

    /** Whether a prompt is padded because the request says so. */
    public boolean padsConds() {
        return rules.padConds() && rules.syntax() == PromptSyntax.A1111 && uneven.contains(true);
    }

    /** Whether the rows of a pass go to the model one by one, since they differ in length. */
    public boolean apart(int pass) {
        return !rules.padded() && uneven(pass);
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

    /**
     * The text states of all chunks, as pictures have them. Pictures that were given the same share what is made of them.
     *
     * @param encoded of the {@linkplain #needed() needed} chunks
     */
    public TextStates textStates(List<FloatRow> encoded) {
        WeakReference<TextStates> reference = latest.get();
        TextStates known = reference == null ? null : reference.get();
        if (known == null || !known.areOf(encoded)) {
            known = new TextStates(needed, encoded);
            latest.set(new WeakReference<>(known));
        }
        return known;
    }

    /** Everything that has to be encoded, each chunk once. */
    public List<TokenChunk> needed() {
        return needed;
    }

    /**
     * The text states of a call's rows: unconditional and conditional, or only the latter.
     *
     * @param call of the pass, from 0
     * @param encoded the text states of the {@linkplain #needed() needed} chunks
     */
    public List<FloatRow> states(int pass, int call, TextStates encoded) {
        return rows.stream()
                .map(row -> row.get(pass).states(call, encoded, length(row, pass)))
                .toList();
    }
}
