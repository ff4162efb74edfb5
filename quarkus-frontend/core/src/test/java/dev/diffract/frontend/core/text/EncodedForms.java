package dev.diffract.frontend.core.text;

import dev.diffract.repository.kserve.FloatRow;
import java.util.List;
import java.util.function.Function;

/** Prompts with a formula for a text encoder. */
final class EncodedForms {

    private EncodedForms() {}

    static float[] states(PromptForms read, int call, Function<TokenChunk, float[]> encoder, int length) {
        List<TokenChunk> chunks = List.copyOf(read.needed(length));
        List<FloatRow> states = chunks.stream().map(encoder).map(FloatRow::new).toList();
        return read.states(call, new TextStates(chunks, states), length).values();
    }
}
