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
        cache.put("x", "last", a, new float[] {1});
        cache.put("x", "last", b, new float[] {2});
        assertThat(cache.find("x", "last", new TokenChunk(new long[] {1, 2}))).isPresent();
        cache.put("x", "last", c, new float[] {3});
        assertThat(cache.find("x", "last", b)).isEmpty();
        assertThat(cache.find("x", "last", a).orElseThrow()).containsExactly(1);
        assertThat(cache.find("x", "last", c).orElseThrow()).containsExactly(3);
    }

    @Test
    void checkpointsDoNotShareTextStates() {
        cache.put("x", "last", a, new float[] {1});
        assertThat(cache.find("y", "last", a)).isEmpty();
    }

    @Test
    void layersDoNotShareTextStates() {
        cache.put("x", "last", a, new float[] {1});
        assertThat(cache.find("x", "clip_skip_2", a)).isEmpty();
    }
}
