package dev.diffract.builder.planning.live;

import dev.diffract.builder.planning.PlanningException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A saved table of {@code nvidia-smi mig}. Widths of columns and headings change from driver to driver, so only the rows count: lines that
 * begin with a number after the bar.
 */
final class SmiTable {

    private static final List<String> TITLES =
            List.of("GPU instance profiles", "GPU instances", "Compute instance profiles", "Compute instances");
    private static final Pattern RULE = Pattern.compile("[+|][-=+|]*[+|]");
    private static final Pattern ROW = Pattern.compile("\\|\\s*\\d.*");
    private static final Pattern HEADING = Pattern.compile("\\|.*\\|");
    /** Printed in place of any table while MIG is switched off on every GPU that has it. */
    private static final Pattern OFF = Pattern.compile("No MIG-enabled devices found.*");

    private static final int SHOWN = 90;

    private final Path file;
    private final String command;

    /** @param command that prints such a text */
    SmiTable(Path file, String command) {
        this.file = file;
        this.command = command;
    }

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        try {
            List<String> lines =
                    Files.readString(file).lines().map(String::stripTrailing).toList();
            if (lines.stream().allMatch(String::isBlank)) {
                throw new PlanningException(file + " is empty: expected the output of '" + command + "'");
            }
            return lines;
        } catch (MalformedInputException e) {
            throw new PlanningException(file + " is no text: expected the output of '" + command + "'", e);
        } catch (IOException e) {
            throw new PlanningException(
                    file
                            + (Files.isDirectory(file)
                                    ? " is a directory"
                                    : Files.exists(file) ? " cannot be read" : " does not exist")
                            + ": expected the output of '" + command + "'",
                    e);
        }
    }

    /** The number of the line, from 1, that says in place of the table that no GPU has MIG switched on. */
    OptionalInt off() {
        List<String> lines = lines();
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> OFF.matcher(lines.get(number - 1).strip()).matches())
                .findFirst();
    }

    /** Whether a line says so. */
    static boolean saysOff(String line) {
        return OFF.matcher(line).matches();
    }

    /**
     * The rows of a table.
     *
     * @param title of the right table
     * @param row what one looks like
     * @param second what the second line of a row looks like, if rows have one
     * @param none what the program prints if there is no row; then the answer is empty, as it is where MIG is off
     * @throws PlanningException if the text is something else
     */
    List<Matcher> rows(String title, Pattern row, Optional<Pattern> second, String none) {
        List<Matcher> rows = new ArrayList<>();
        List<String> lines = lines();
        boolean titled = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher matcher = row.matcher(line);
            if (line.matches(".*" + none + ": Not Found.*")) {
                return List.of();
            } else if (OFF.matcher(line).matches()) {
                return List.of();
            } else if (line.matches("No MIG-supported devices found.*")) {
                throw fault(i, "nvidia-smi says that no GPU has MIG, so there is nothing to compare with");
            } else if (title(line).isPresent()) {
                if (!title(line).get().equals(title)) {
                    throw fault(
                            i,
                            "this is the table of " + title(line).get() + ", expected the output of '" + command + "'");
                }
                titled = true;
            } else if (matcher.matches()) {
                rows.add(matcher);
            } else if (ROW.matcher(line).matches()
                    && !(second.isPresent() && second.get().matcher(line).matches() && !rows.isEmpty())) {
                throw fault(i, "'" + shortened(line) + "' is no row of '" + command + "'");
            } else if (!line.isEmpty()
                    && !SmiSayings.beside(line)
                    && !RULE.matcher(line).matches()
                    && !(HEADING.matcher(line).matches()
                            && SmiSayings.meaning(line).isEmpty())) {
                throw foreign(i, line);
            }
        }
        if (rows.isEmpty()) {
            throw new PlanningException(file + ": the table " + (titled ? "has no rows: it is cut off" : "is missing")
                    + "; expected the output of '" + command + "'");
        }
        return rows;
    }

    /**
     * A line that has no place in such a text.
     *
     * @param line from 0
     */
    PlanningException foreign(int line, String text) {
        return fault(
                line,
                "'" + shortened(text) + "' is no line of '" + command + "'"
                        + SmiSayings.meaning(text)
                                .map(meaning -> ": " + meaning)
                                .orElse(""));
    }

    /** @param line from 0 */
    PlanningException fault(int line, String sentence) {
        return new PlanningException(file + ":" + (line + 1) + ": " + sentence);
    }

    static String shortened(String line) {
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private static Optional<String> title(String line) {
        return TITLES.stream()
                .filter(title -> line.matches("\\|\\s*" + title + ":\\s*\\|"))
                .findFirst();
    }
}
