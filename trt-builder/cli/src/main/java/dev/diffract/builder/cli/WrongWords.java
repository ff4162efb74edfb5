package dev.diffract.builder.cli;

import dev.diffract.repository.words.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says of words that no command knows which are near. */
final class WrongWords {

    /** Commands of the script in the source tree that are programs of their own. */
    private static final List<String> OF_THE_SCRIPT = List.of("serve", "embedded");

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
        boolean program = command.getParent() == null;
        if (program && OF_THE_SCRIPT.contains(word)) {
            return word + " is a program of its own: the script 'diffract' of the source tree starts it";
        }
        List<String> known = Stream.concat(commands.stream(), program ? OF_THE_SCRIPT.stream() : Stream.of())
                .toList();
        return "there is no command '" + word + "': "
                + Suggestions.sentence(word, known, MOST, "expected one of " + String.join(", ", known));
    }
}
