package dev.diffract.frontend.core.generation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text states of prompts encoded lately; the one not used for longest goes first. Thread-safe. Two generations that need
 * the same prompt at the same moment may both encode it.
 */
final class TextStateCache {

    private final int capacity;
    private final Map<Key, float[]> states = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param capacity prompts to keep
     */
    TextStateCache(int capacity) {
        this.capacity = capacity;
    }

    synchronized Optional<float[]> find(String checkpoint, String prompt) {
        return Optional.ofNullable(states.get(new Key(checkpoint, prompt)));
    }

    synchronized void put(String checkpoint, String prompt, float[] textStates) {
        states.put(new Key(checkpoint, prompt), textStates);
        if (states.size() > capacity) {
            states.remove(states.keySet().iterator().next());
        }
    }

    private record Key(String checkpoint, String prompt) {}
}
