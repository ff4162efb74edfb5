package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.text.Conditioning.Detour;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Prompts that were read, as bytes and back: token ids and weights, for which no tokenizer is needed any more. */
public final class PromptFormsCodec {

    private PromptFormsCodec() {}

    public static void write(PromptForms prompt, ByteWriter to) {
        to.list(prompt.forms(), form -> write(form, to));
        to.list(prompt.formOfStep(), to::whole);
        to.list(prompt.times(), to::whole);
    }

    /**
     * @throws IllegalArgumentException if {@link #write} did not make what comes next
     */
    public static PromptForms read(ByteReader from) {
        List<Conditioning> forms = from.list(() -> conditioning(from, true));
        List<Integer> formOfStep = from.list(() -> from.whole(0, forms.size() - 1));
        if (formOfStep.isEmpty()) {
            throw from.broken("has a prompt without a step");
        }
        List<Integer> times = from.list(() -> from.whole(1, formOfStep.size()));
        if (times.size() != forms.size()) {
            throw from.broken(
                    "says of " + times.size() + " forms of a prompt how often they are encoded, of " + forms.size());
        }
        return new PromptForms(forms, formOfStep, times);
    }

    private static void write(Conditioning form, ByteWriter to) {
        to.list(form.chunks(), chunk -> write(chunk, to));
        to.choice(form.weighting());
        write(form.empty(), to);
        to.whole(form.dropped());
        to.list(form.detours(), detour -> {
            write(detour.without(), to);
            to.real(detour.share());
        });
    }

    /**
     * @param detours whether there may be any: there are none of detours
     */
    private static Conditioning conditioning(ByteReader from, boolean detours) {
        List<WeightedChunk> chunks = from.list(() -> weighted(from));
        Weighting weighting = from.choice(Weighting.values());
        TokenChunk empty = chunk(from);
        int dropped = from.whole(0, Integer.MAX_VALUE);
        List<Detour> others = from.list(() -> {
            if (!detours) {
                throw from.broken("has a detour of a detour");
            }
            return new Detour(conditioning(from, false), from.single());
        });
        if (chunks.isEmpty()) {
            throw from.broken("has a prompt without a chunk");
        }
        return new Conditioning(chunks, weighting, empty, others, dropped);
    }

    private static void write(WeightedChunk chunk, ByteWriter to) {
        write(chunk.tokens(), to);
        to.optional(Optional.of(chunk).filter(WeightedChunk::isWeighted), weighted -> to.reals(weighted.weights()));
        to.whole(chunk.count());
    }

    private static WeightedChunk weighted(ByteReader from) {
        TokenChunk tokens = chunk(from);
        float[] weights = from.optional(from::reals).orElseGet(() -> ones(tokens.ids().length));
        if (weights.length != tokens.ids().length) {
            throw from.broken("has " + weights.length + " weights of " + tokens.ids().length + " tokens");
        }
        return new WeightedChunk(tokens, weights, from.whole(0, tokens.ids().length));
    }

    private static void write(TokenChunk chunk, ByteWriter to) {
        to.whole(chunk.ids().length);
        for (long id : chunk.ids()) {
            to.big(id);
        }
    }

    private static TokenChunk chunk(ByteReader from) {
        return new TokenChunk(
                from.list(from::big).stream().mapToLong(Long::longValue).toArray());
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
