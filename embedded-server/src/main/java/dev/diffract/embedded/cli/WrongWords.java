package dev.diffract.embedded.cli;

import dev.diffract.repository.words.Suggestions;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says of words that this program does not know which option is near. */
final class WrongWords {

    private static final int MOST = 2;

    private WrongWords() {}

    static String sentence(ParameterException e) {
        CommandLine command = e.getCommandLine();
        // What is missing is told first, though it may be there and misspelt.
        List<String> unknown = e instanceof MissingParameterException || e instanceof UnmatchedArgumentException
                ? command.getUnmatchedArguments()
                : List.of();
        if (unknown.isEmpty()) {
            return e.getMessage();
        }
        String word = unknown.get(0);
        if (!word.startsWith("-")) {
            return "there is no use for '" + word + "': the server takes options only";
        }
        String option = word.replaceFirst("=.*", "");
        List<String> options = command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        return "there is no option " + option + ": "
                + Suggestions.sentence(option, options, MOST, "expected one of " + String.join(", ", options));
    }
}
