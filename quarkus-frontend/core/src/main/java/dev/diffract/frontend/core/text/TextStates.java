package dev.diffract.frontend.core.text;

import dev.diffract.repository.kserve.FloatRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What the text encoder made of all chunks of a picture's prompts. Not changed by anybody. */
public final class TextStates {

    /**
     * Chunks of forms that are kept, some 20 MB for Stable Diffusion 1.5, and as bytes up to as much again. A prompt of many chunks that
     * changes with every step would take a hundred times as much.
     */
    private static final int KEPT_CHUNKS = 64;

    private final List<FloatRow> all;
    private final Map<TokenChunk, FloatRow> states = new LinkedHashMap<>();
    private final Map<TokenChunk, double[]> sums = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Form, FloatRow> forms = new ConcurrentHashMap<>();

    /**
     * @param chunks each another one
     * @param states for each of them, length × width values
     * @throws IllegalArgumentException if these are not as many
     */
    public TextStates(List<TokenChunk> chunks, List<FloatRow> states) {
        if (chunks.size() != states.size()) {
            throw new IllegalArgumentException(
                    "expected text states of " + chunks.size() + " chunks, were of " + states.size());
        }
        this.all = List.copyOf(states);
        for (int i = 0; i < all.size(); i++) {
            this.states.put(chunks.get(i), all.get(i));
        }
    }

    /** In the chunks' order. */
    public List<FloatRow> all() {
        return all;
    }

    /** Whether these are the text states of the same calls, in the same order. */
    public boolean areOf(List<FloatRow> others) {
        boolean same = all.size() == others.size();
        for (int i = 0; same && i < all.size(); i++) {
            same = all.get(i) == others.get(i);
        }
        return same;
    }

    /** Length × width values. */
    FloatRow row(TokenChunk chunk) {
        return Objects.requireNonNull(states.get(chunk), "of another prompt");
    }

    /** Length × width values, not to be changed. */
    float[] of(TokenChunk chunk) {
        return row(chunk).values();
    }

    /**
     * What a prompt is in some of its steps.
     *
     * @param length chunks
     */
    record Form(PromptForms forms, Conditioning form, int length) {}

    /** What is made of these for a form is made once, for all of its steps, as long as there is room to keep it. */
    FloatRow of(Form form, Function<Form, FloatRow> made) {
        FloatRow kept = forms.get(form);
        if (kept != null) {
            return kept;
        }
        boolean room = (forms.mappingCount() + 1) * form.length() <= KEPT_CHUNKS;
        return room ? forms.computeIfAbsent(form, made) : made.apply(form);
    }

    /** Of the values of each position. They are asked for in every step, of all chunks, and added up once. */
    double[] sums(TokenChunk chunk) {
        return sums.computeIfAbsent(chunk, key -> summed(of(key), key.ids().length));
    }

    private static double[] summed(float[] states, int positions) {
        double[] sums = new double[positions];
        int width = states.length / positions;
        for (int i = 0; i < states.length; i++) {
            sums[i / width] += states[i];
        }
        return sums;
    }
}
