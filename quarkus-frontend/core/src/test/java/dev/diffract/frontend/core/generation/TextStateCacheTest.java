package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.TextStateCache.Key;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.FloatRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextStateCacheTest {

    private final TokenChunk a = new TokenChunk(new long[] {1, 2});
    private final TokenChunk b = new TokenChunk(new long[] {1, 3});
    private final TokenChunk c = new TokenChunk(new long[] {1, 4});
    private final TextStateCache cache = new TextStateCache(2);

    @Test
    void theChunkNotUsedForLongestGoesFirst() {
        cache.put(key("x", "last", a), row(1));
        cache.put(key("x", "last", b), row(2));
        assertThat(cache.find(key("x", "last", new TokenChunk(new long[] {1, 2}))))
                .isPresent();
        cache.put(key("x", "last", c), row(3));
        assertThat(cache.find(key("x", "last", b))).isEmpty();
        assertThat(cache.find(key("x", "last", a)).orElseThrow().values()).containsExactly(1);
        assertThat(cache.find(key("x", "last", c)).orElseThrow().values()).containsExactly(3);
    }

    @Test
    void checkpointsDoNotShareTextStates() {
        cache.put(key("x", "last", a), row(1));
        assertThat(cache.find(key("y", "last", a))).isEmpty();
    }

    @Test
    void layersDoNotShareTextStates() {
        cache.put(key("x", "last", a), row(1));
        assertThat(cache.find(key("x", "clip_skip_2", a))).isEmpty();
    }

    @Test
    void whatOtherEnginesComputedIsAnother() {
        Key exact = new Key("x", "last", a, Optional.of("0123456789ab"));
        cache.put(key("x", "last", a), row(1));
        assertThat(cache.find(exact)).isEmpty();
        cache.put(exact, row(2));
        assertThat(cache.find(exact).orElseThrow().values()).containsExactly(2);
        assertThat(cache.find(key("x", "last", a)).orElseThrow().values()).containsExactly(1);
    }

    private static Key key(String checkpoint, String output, TokenChunk chunk) {
        return new Key(checkpoint, output, chunk, Optional.empty());
    }

    private static FloatRow row(float value) {
        return new FloatRow(new float[] {value});
    }
}
