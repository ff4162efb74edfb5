package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.text.TokenChunk;
import org.junit.jupiter.api.Test;

class TextStateCacheTest {

    private final TokenChunk a = new TokenChunk(new long[] {1, 2});
    private final TokenChunk b = new TokenChunk(new long[] {1, 3});
    private final TokenChunk c = new TokenChunk(new long[] {1, 4});
    private final TextStateCache cache = new TextStateCache(2);

    @Test
    void theChunkNotUsedForLongestGoesFirst() {
        cache.put("x", a, new float[] {1});
        cache.put("x", b, new float[] {2});
        assertThat(cache.find("x", new TokenChunk(new long[] {1, 2}))).isPresent();
        cache.put("x", c, new float[] {3});
        assertThat(cache.find("x", b)).isEmpty();
        assertThat(cache.find("x", a).orElseThrow()).containsExactly(1);
        assertThat(cache.find("x", c).orElseThrow()).containsExactly(3);
    }

    @Test
    void checkpointsDoNotShareTextStates() {
        cache.put("x", a, new float[] {1});
        assertThat(cache.find("y", a)).isEmpty();
    }
}
