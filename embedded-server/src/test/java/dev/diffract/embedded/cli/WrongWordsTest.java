package dev.diffract.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is wrong with the words of the command line, in a sentence. */
class WrongWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nix | there is no option --nix: expected one of --model-repository, --grpc-port, ",
                "--model-repositry models | there is no option --model-repositry: did you mean --model-repository?",
                "--model-repository models --trheads=2 | there is no option --trheads: did you mean --threads?",
                "models | there is no use for 'models': the server takes options only",
                "--model-repository models more | there is no use for 'more': the server takes options only",
                "--threads 1 | Missing required option: '--model-repository=DIR'",
                "--model-repository models --threads many | Invalid value for option '--threads'"
            })
    void areExplained(String words, String sentence) {
        CommandLine command = new CommandLine(new EmbeddedServerCommand());

        ParameterException failure =
                catchThrowableOfType(ParameterException.class, () -> command.parseArgs(words.split(" ")));

        assertThat(WrongWords.sentence(failure)).startsWith(sentence);
    }
}
