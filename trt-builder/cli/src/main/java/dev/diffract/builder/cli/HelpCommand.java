package dev.diffract.builder.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code diffract help plan check} is {@code diffract plan check --help}. */
@Command(name = "help", mixinStandardHelpOptions = true, description = "Says what a command does and takes.")
final class HelpCommand implements Runnable {

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "Command, and the command below it if there is one. Default: the program.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = spec.parent().commandLine();
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                throw new UnmatchedArgumentException(command, List.of(word));
            }
            command = below;
        }
        if (command.getCommandSpec().userObject() instanceof ScriptCommand script) {
            script.run();
        }
        command.usage(spec.commandLine().getOut());
    }
}
