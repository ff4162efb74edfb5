package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.FloatRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text states of chunks of prompts encoded lately; the one not used for longest goes first. Thread-safe. Two generations that need
 * the same chunk at the same moment may both encode it.
 */
final class TextStateCache {

    private final int capacity;
    private final Map<Key, FloatRow> states = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param capacity chunks to keep
     */
    TextStateCache(int capacity) {
        this.capacity = capacity;
    }

    synchronized Optional<FloatRow> find(Key key) {
        return Optional.ofNullable(states.get(key));
    }

    synchronized void put(Key key, FloatRow textStates) {
        states.put(key, textStates);
        if (states.size() > capacity) {
            states.remove(states.keySet().iterator().next());
        }
    }

    /**
     * What text states depend on.
     *
     * @param checkpoint that the answer proved it is of
     * @param output of the text encoder
     * @param engines digest of the engines that computed them in a batch of their own; empty for any
     */
    record Key(String checkpoint, String output, TokenChunk chunk, Optional<String> engines) {}
}
