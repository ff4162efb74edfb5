package dev.diffract.builder.build.bench;

import dev.diffract.builder.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Markdown file with a place for figures: what lies between two marks is replaced. */
public final class BenchDocument {

    static final String BEGIN = "<!-- figures: begin -->";
    static final String END = "<!-- figures: end -->";

    private BenchDocument() {}

    /** @throws BenchException if the file has no place for figures */
    public static void requirePlace(Path file) {
        place(lines(file), file);
    }

    /**
     * @throws BenchException if the file has no place for figures; nothing is changed then
     */
    public static void write(Path file, List<String> figures) throws IOException {
        List<String> lines = lines(file);
        int begin = place(lines, file);
        List<String> all = new ArrayList<>(lines.subList(0, begin + 1));
        all.add("");
        all.addAll(figures);
        all.add("");
        all.addAll(lines.subList(lines.indexOf(END), lines.size()));
        AtomicFile.write(file, String.join("\n", all) + "\n");
    }

    /** Returns the index of the mark before it. */
    private static int place(List<String> lines, Path file) {
        int begin = lines.indexOf(BEGIN);
        int end = lines.indexOf(END);
        if (begin < 0 || end < begin || lines.lastIndexOf(BEGIN) != begin || lines.lastIndexOf(END) != end) {
            throw new BenchException("document " + file + " has no place for figures: expected one line " + BEGIN
                    + " and after it one line " + END);
        }
        return begin;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new BenchException(
                    "document " + file + " cannot be read: name a Markdown file that has the lines " + BEGIN + " and "
                            + END,
                    e);
        }
    }
}
