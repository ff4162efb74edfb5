package dev.diffract.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultGrammarTest {

    private static final Optional<String> ALL = Optional.empty();

    @Test
    void readsEveryKind() {
        assertThat(FaultGrammar.parse("latency=20ms")).isEqualTo(new Fault.Latency(Duration.ofMillis(20), ALL));
        assertThat(FaultGrammar.parse("latency=1s@unet"))
                .isEqualTo(new Fault.Latency(Duration.ofSeconds(1), Optional.of("unet")));
        assertThat(FaultGrammar.parse("jitter=500us")).isEqualTo(new Fault.Jitter(Duration.ofNanos(500_000), ALL));
        assertThat(FaultGrammar.parse("unavailable=rate:0.1")).isEqualTo(new Fault.UnavailableRate(0.1, ALL));
        assertThat(FaultGrammar.parse("unavailable=burst:3/10")).isEqualTo(new Fault.UnavailableBurst(3, 10, ALL));
        assertThat(FaultGrammar.parse("hang=after:5")).isEqualTo(new Fault.Hang(5, ALL));
        assertThat(FaultGrammar.parse("crash=after:7@sd15.unet"))
                .isEqualTo(new Fault.Crash(7, Optional.of("sd15.unet")));
    }

    @ParameterizedTest
    @CsvSource({
        "latency,                not of the form kind=value",
        "slow=20ms,              of no known kind",
        "latency=20,             a time such as 500us",
        "latency=-5ms,           a time such as 500us",
        "unavailable=often,      rate:R with R from 0 to 1",
        "unavailable=rate:1.5,   rate:R with R from 0 to 1",
        "unavailable=burst:5/3,  burst:N/M",
        "hang=5,                 after:N",
        "crash=after:x,          after:N",
    })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> FaultGrammar.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fault '" + text + "'")
                .hasMessageContaining(sentence);
    }
}
