package dev.diffract.frontend.core.text;

import java.util.Arrays;

/**
 * What the text encoder takes at a time: start, tokens, end, padding. Equal if all ids are.
 *
 * @param ids always of the tokenizer's length; not to be changed
 */
public record TokenChunk(long[] ids) {

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenChunk chunk && Arrays.equals(ids, chunk.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** Says nothing of the prompt. */
    @Override
    public String toString() {
        return "TokenChunk[" + ids.length + " ids]";
    }
}
