package dev.diffract.frontend.dialect.nativ.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.diffract.frontend.dialect.nativ.field.Characters;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.imaging.PngText;
import dev.diffract.frontend.imaging.UnreadableImageException;
import dev.diffract.frontend.intake.Drawings;
import dev.diffract.frontend.intake.Intake;
import dev.diffract.frontend.testing.Allocations;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reads bodies, byte by byte, takes memory in proportion to them; what reads prompts is counted in the core. */
class LinearReadersTest {

    private static final Map<String, Consumer<String>> READERS = new TreeMap<>(Map.of(
            "broken JSON", LinearReadersTest::json,
            "a text in JSON", text -> json("{\"prompt\": \"" + escaped(text) + "\"}"),
            "a name in JSON", text -> json("{\"" + escaped(text) + "\": 1}"),
            "names in JSON", text -> json("{" + "\"a\":1,".repeat(text.length() / 7) + "\"b\": 2}"),
            "base64", LinearReadersTest::base64,
            "base64 with line ends", text -> base64("\\n" + text.replaceAll("[^A-Za-z0-9]", "\\\\r")),
            "whole characters", text -> assertThat(Characters.areWhole(text)).isTrue(),
            "a text in a picture", LinearReadersTest::png));

    static Stream<String> readers() {
        return READERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void takesMemoryInProportion(String reader) {
        Allocations.areInProportionToTexts(READERS.get(reader));
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static void json(String body) {
        try {
            new JsonFields(
                            body.getBytes(StandardCharsets.UTF_8),
                            new Intake(1 << 20, 1, 0, new Drawings(1 << 20, Optional::empty)).open(),
                            new ArrayList<>())
                    .read();
        } catch (ProblemException refused) {
            assertThat(refused).hasMessageStartingWith("The body");
        }
    }

    private static void base64(String text) {
        try {
            Base64Images.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), bytes -> {});
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private static void png(String text) {
        byte[] file = new PngEncoder().encode(1, 1, new byte[3], text);
        try {
            assertThat(new PngText().find(file, PngEncoder.KEYWORD)).isPresent();
        } catch (UnreadableImageException unreadable) {
            throw new UncheckedIOException(new java.io.IOException(unreadable));
        }
    }
}
