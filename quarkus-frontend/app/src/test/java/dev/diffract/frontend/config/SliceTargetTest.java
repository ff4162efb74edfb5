package dev.diffract.frontend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTargetTest {

    @Test
    void namesAreOptional() {
        assertThat(SliceTarget.parseAll(List.of("a=localhost:8001", " 10.0.0.2:8011", "v6=[::1]:8001")))
                .containsExactly(
                        new SliceTarget("a", "localhost", 8001),
                        new SliceTarget("10.0.0.2:8011", "10.0.0.2", 8011),
                        new SliceTarget("v6", "[::1]", 8001));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "localhost | 'localhost' is no slice; write [name=]host:port",
                "a= | 'a=' is no slice",
                "a=localhost: | is no slice",
                "a=localhost:http | is no slice",
                "a b=localhost:8001 | is no slice",
                "http://localhost:8001 | is no slice",
                "localhost:0 | the port of 'localhost:0' must be from 1 to 65535, was 0.",
                "localhost:65536 | must be from 1 to 65535, was 65536.",
                "a=h:1,a=h:2 | two slices are called 'a'; names must differ.",
                "a=h:1,b=h:1 | h:1 stands there twice; a server is one slice."
            })
    void mistakesGetASentence(String configured, String sentence) {
        assertThatThrownBy(() -> SliceTarget.parseAll(Arrays.asList(configured.split(","))))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessageStartingWith("diffract.slices: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void noneAtAllIsAMistakeToo() {
        assertThatThrownBy(() -> SliceTarget.parseAll(List.of()))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.slices is not set: name the servers, for example"
                        + " diffract.slices=a=localhost:8001,b=localhost:8011.");
    }
}
