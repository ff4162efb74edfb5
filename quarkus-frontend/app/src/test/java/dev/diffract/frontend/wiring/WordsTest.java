package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void noneIsRight() {
        assertThat(Words.faults(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 1 | there is no option --port: did you mean -Dquarkus.http.port=1 or the variable QUARKUS_HTTP_PORT?",
                "--port=1 | there is no option --port: did you mean -Dquarkus.http.port=1 or the variable QUARKUS_HTTP_PORT?",
                "-prot 1 | there is no option -prot: did you mean -Dquarkus.http.port=1 or the variable QUARKUS_HTTP_PORT?",
                "--slice=a=b:1 | there is no option --slice: did you mean -Ddiffract.slices=a=b:1 or the variable DIFFRACT_SLICES?",
                "--max-queued | there is no option --max-queued: did you mean -Ddiffract.generation.max-queued=… or the variable DIFFRACT_GENERATION_MAX_QUEUED?",
                "--diffract.repositories r | there is no option --diffract.repositories: did you mean -Ddiffract.repositories=r or the variable DIFFRACT_REPOSITORIES?",
                "--xyzzy | there is no option --xyzzy: the frontend takes settings only, as -Dkey=value or variables",
                "-Dquarkus.http.port=1 | -Dquarkus.http.port=1 stands behind the program, where Java does not read it: set the variable QUARKUS_HTTP_PORT",
                "start | there is no use for 'start': the frontend takes settings only, as -Dkey=value or variables",
            })
    void eachIsToldWithWhatWasMeant(String words, String sentence) {
        assertThat(Words.faults(List.of(words.split(" ")))).containsExactly(sentence);
    }
}
