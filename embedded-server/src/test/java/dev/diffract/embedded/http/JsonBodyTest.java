package dev.diffract.embedded.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "1"})
    void whatIsBeyondTheParsersLimitsIsTheCallersFault(String piece) {
        refused("{\"inputs\": " + piece.repeat(5000), ErrorCode.INVALID_ARGUMENT, "it is no JSON that is read");
    }

    @Test
    void whatIsNoJsonIsToldAsTritonTellsIt() {
        refused("{\n]", ErrorCode.INTERNAL, "at line 2, column");
    }

    private static void refused(String body, ErrorCode code, String sentence) {
        byte[] bytes = body.getBytes(UTF_8);
        assertThatThrownBy(() -> JsonBody.parse(bytes, bytes.length))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageStartingWith("failed to parse the request JSON buffer: ")
                .hasMessageContaining(sentence);
    }
}
