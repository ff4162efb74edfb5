package dev.diffract.builder.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that the script of the source tree has and this program has not: it is listed with the others, and takes any words. */
abstract class ScriptCommand implements Runnable {

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
