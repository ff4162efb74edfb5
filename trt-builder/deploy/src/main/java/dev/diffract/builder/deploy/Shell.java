package dev.diffract.builder.deploy;

import java.util.Collection;
import java.util.stream.Collectors;

/** Words of a POSIX shell. */
final class Shell {

    private Shell() {}

    /** A word that stands for exactly this text. */
    static String quote(String text) {
        return text.matches("[A-Za-z0-9_./:=,+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static String quote(Collection<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }
}
