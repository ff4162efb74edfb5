package dev.diffract.builder.cli;

import java.io.Console;

/** Whether somebody watches. */
final class Terminal {

    private Terminal() {}

    /**
     * True if the standard streams are a terminal's. From Java 22 on there may be a console without one, which says so itself, by a
     * method that Java 17 lacks.
     */
    @SuppressWarnings("SystemConsoleNull") // asked below
    static boolean attached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
