package dev.diffract.frontend.core.text;

import dev.diffract.repository.layout.TokenizerFiles;

/** Byte-level BPE as CLIP does it. Immutable. */
public final class ClipTokenizer {

    /**
     * @param length tokens of one chunk, start and end included
     * @throws IllegalArgumentException if the vocabulary lacks a special token
     */
    public ClipTokenizer(TokenizerFiles files, int length) {}
}
