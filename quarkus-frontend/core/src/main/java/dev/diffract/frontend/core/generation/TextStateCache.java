package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.text.TokenChunk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text states of chunks of prompts encoded lately; the one not used for longest goes first. Thread-safe. Two generations that need
 * the same chunk at the same moment may both encode it.
 */
final class TextStateCache {

    private final int capacity;
    private final Map<Key, float[]> states = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param capacity chunks to keep
     */
    TextStateCache(int capacity) {
        this.capacity = capacity;
    }

    /**
     * @param output of the text encoder
     */
    synchronized Optional<float[]> find(String checkpoint, String output, TokenChunk chunk) {
        return Optional.ofNullable(states.get(new Key(checkpoint, output, chunk)));
    }

    synchronized void put(String checkpoint, String output, TokenChunk chunk, float[] textStates) {
        states.put(new Key(checkpoint, output, chunk), textStates);
        if (states.size() > capacity) {
            states.remove(states.keySet().iterator().next());
        }
    }

    private record Key(String checkpoint, String output, TokenChunk chunk) {}
}
