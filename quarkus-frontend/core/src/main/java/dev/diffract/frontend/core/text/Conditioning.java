package dev.diffract.frontend.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the text states of a prompt come from those of its chunks. Every chunk is encoded alone; what they give is weighted and
 * put behind each other. Immutable.
 */
public final class Conditioning {

    private final List<WeightedChunk> chunks;
    private final Weighting weighting;
    private final TokenChunk empty;
    private final List<Detour> detours;
    private final int dropped;

    /**
     * @param empty the chunk of an empty prompt
     * @param detours other prompts to go towards
     */
    Conditioning(List<WeightedChunk> chunks, Weighting weighting, TokenChunk empty, List<Detour> detours, int dropped) {
        this.chunks = List.copyOf(chunks);
        this.weighting = weighting;
        this.empty = empty;
        this.detours = List.copyOf(detours);
        this.dropped = dropped;
    }

    /**
     * A prompt without a part that counts little.
     *
     * @param share how much it counts, where the whole prompt counts 1
     */
    record Detour(Conditioning without, float share) {}

    List<WeightedChunk> chunks() {
        return chunks;
    }

    Weighting weighting() {
        return weighting;
    }

    /**
     * @param place of it, from 0
     * @return empty beyond the last one
     */
    Optional<WeightedChunk> chunk(int place) {
        return place < chunks.size() ? Optional.of(chunks.get(place)) : Optional.empty();
    }

    TokenChunk empty() {
        return empty;
    }

    List<Detour> detours() {
        return detours;
    }

    /** Tokens that did not fit. */
    int dropped() {
        return dropped;
    }

    /** Chunks of the prompt, at least 1. */
    public int size() {
        return chunks.size();
    }

    /**
     * What has to be encoded.
     *
     * @param length chunks to come out, at least {@link #size()}
     */
    Set<TokenChunk> needed(int length) {
        Set<TokenChunk> needed = new LinkedHashSet<>();
        chunks.forEach(chunk -> needed.add(chunk.tokens()));
        boolean fromEmpty = weighting == Weighting.FROM_EMPTY && chunks.stream().anyMatch(WeightedChunk::isWeighted);
        if (fromEmpty || length > chunks.size()) {
            needed.add(empty);
        }
        detours.forEach(detour -> needed.addAll(detour.without().needed(length)));
        return needed;
    }

    /**
     * The text states of so many chunks behind each other, before their mean is kept; missing ones are those of an empty prompt.
     *
     * @param encoded the text states of every {@linkplain #needed needed} chunk
     * @param length chunks, at least {@link #size()}
     */
    float[] states(TextStates encoded, int length) {
        float[] states = joined(encoded, length);
        if (detours.isEmpty()) {
            return states;
        }
        float sum = 1;
        for (Detour detour : detours) {
            sum += detour.share();
        }
        scaleAndAdd(states, 1 / sum, null, 0);
        for (Detour detour : detours) {
            scaleAndAdd(states, 1, detour.without().joined(encoded, length), detour.share() / sum);
        }
        return states;
    }

    /** What was used, and what was not. */
    TokenUse use() {
        List<Integer> borders = new ArrayList<>();
        int count = 0;
        for (WeightedChunk chunk : chunks) {
            count += chunk.count();
            borders.add(count);
        }
        return new TokenUse(count, borders, dropped);
    }

    private float[] joined(TextStates encoded, int length) {
        float[] first = encoded.of(chunks.get(0).tokens());
        float[] joined = new float[length * first.length];
        for (int i = 0; i < length; i++) {
            float[] states = i < chunks.size() ? weighted(chunks.get(i), encoded) : encoded.of(empty);
            System.arraycopy(states, 0, joined, i * first.length, first.length);
        }
        return joined;
    }

    private float[] weighted(WeightedChunk chunk, TextStates encoded) {
        float[] states = encoded.of(chunk.tokens());
        if (!chunk.isWeighted()) {
            return states;
        }
        float[] origin = weighting == Weighting.FROM_EMPTY ? encoded.of(empty) : new float[states.length];
        return weighting.apply(Arrays.copyOf(states, states.length), chunk.weights(), origin);
    }

    private static void scaleAndAdd(float[] target, float scale, float @Nullable [] other, float share) {
        for (int i = 0; i < target.length; i++) {
            target[i] = target[i] * scale + (other == null ? 0 : other[i] * share);
        }
    }
}
