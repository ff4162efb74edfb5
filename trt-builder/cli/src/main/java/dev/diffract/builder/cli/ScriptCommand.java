package dev.diffract.builder.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that the script of the source tree has and this program has not: it is listed with the others. */
abstract class ScriptCommand implements Runnable {

    /** Its words are those of the other program. */
    @Unmatched
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        throw new ParameterException(
                spec.parent().commandLine(),
                spec.name() + " is a program of its own: the script 'diffract' of the source tree starts it");
    }

    /** The frontend. */
    @Command(name = "serve", description = "Starts the frontend: page and API over the slices' servers.")
    static final class Serve extends ScriptCommand {}

    /** The embedded server. */
    @Command(name = "embedded", description = "Starts a server in Triton's place, on the CPU.")
    static final class Embedded extends ScriptCommand {}
}
