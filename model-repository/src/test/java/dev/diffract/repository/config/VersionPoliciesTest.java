package dev.diffract.repository.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names of directories are to Triton 2.51. */
class VersionPoliciesTest {

    @ParameterizedTest
    @CsvSource({
        // name, loaded under its number, ends the server, not read alike by everybody
        "1, true, false, false",
        "42, true, false, false",
        "999999999, true, false, false",
        "1000000000, true, false, true",
        "9223372036854775807, true, false, true",
        "9223372036854775808, false, true, true",
        "99999999999999999999, false, true, true",
        "00000000000000000000000001, false, false, true",
        "0, true, false, true",
        "007, false, false, true",
        "12x, false, false, true",
        "x1, false, false, false",
        "configs, false, false, false",
        "-1, false, false, false"
    })
    void areVersionsOrNot(String directory, boolean version, boolean tooLarge, boolean doubtful) {
        assertThat(VersionPolicies.isVersion(directory)).isEqualTo(version);
        assertThat(VersionPolicies.isTooLarge(directory)).isEqualTo(tooLarge);
        assertThat(VersionPolicies.isDoubtful(directory)).isEqualTo(doubtful);
    }
}
