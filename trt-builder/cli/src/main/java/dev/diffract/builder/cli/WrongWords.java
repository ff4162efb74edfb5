package dev.diffract.builder.cli;

import dev.diffract.repository.words.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says of words that no command knows which are near. */
final class WrongWords {

    private static final int MOST = 2;
    private static final Pattern NO_NUMBER =
            Pattern.compile("(?<before>[^:]*: )'(?<was>.*)' is not an? (?<type>int|long|float|double)", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

    private WrongWords() {}

    static String sentence(ParameterException e) {
        CommandLine command = e.getCommandLine();
        // What is missing is told first, though it may be there and misspelt.
        List<String> unknown = List.of();
        if (e instanceof UnmatchedArgumentException unmatched) {
            unknown = unmatched.getUnmatched();
        } else if (e instanceof MissingParameterException) {
            unknown = command.getUnmatchedArguments();
        }
        if (unknown.isEmpty()) {
            return inPlainWords(e.getMessage());
        }
        String word = unknown.get(0);
        if (word.startsWith("-")) {
            String option = word.replaceFirst("=.*", "");
            List<String> options = command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            return "there is no option " + option + ": "
                    + Suggestions.sentence(option, options, MOST, "expected one of " + String.join(", ", options));
        }
        List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
        if (commands.isEmpty()) {
            return command.getCommandName() + " has no use for '" + word + "'";
        }
        return "there is no command '" + word + "': "
                + Suggestions.sentence(word, commands, MOST, "expected one of " + String.join(", ", commands));
    }

    /** The library calls numbers what Java calls them. */
    private static String inPlainWords(String sentence) {
        Matcher wrong = NO_NUMBER.matcher(sentence);
        if (!wrong.matches()) {
            return sentence;
        }
        boolean digits = WHOLE.matcher(wrong.group("was")).matches();
        String number = wrong.group("type").matches("int|long") ? "a whole number" : "a number";
        return wrong.group("before") + "'" + wrong.group("was") + "' is "
                + (digits ? "beyond the numbers that it can be" : "not " + number);
    }
}
