package dev.diffract.frontend.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final Envelope ENVELOPE = new Envelope("TEST", 1, "a text");

    @ParameterizedTest
    @ValueSource(strings = {"", "a red circle", "紅い円 \ud83d\ude80", "x\ud83d y\udc00", "a\0b"})
    void everyTextComesBackAlsoOneThatIsNoUnicode(String text) {
        byte[] sealed = ENVELOPE.seal(new ByteWriter().text(text));
        assertThat(ENVELOPE.open(sealed, ByteReader::text)).isEqualTo(text);
    }
}
