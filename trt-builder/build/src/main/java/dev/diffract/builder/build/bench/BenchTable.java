package dev.diffract.builder.build.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table, aligned for a terminal, and at the same time Markdown. */
public final class BenchTable {

    private static final double MIB = 1 << 20;
    private static final List<String> HEAD = List.of(
            "component",
            "picture",
            "batch",
            "build s",
            "step ms",
            "memory MiB",
            "max error",
            "mean error",
            "x eager",
            "x compiled",
            "of peak");

    /** Names are on the left, numbers on the right. */
    private static final int NAMES = 2;

    private BenchTable() {}

    /** Lines without line ends. */
    public static List<String> lines(List<BenchRow> rows) {
        List<List<String>> cells = rows.stream().map(BenchTable::cells).toList();
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> Math.max(
                        HEAD.get(column).length(),
                        cells.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        return Stream.concat(
                        Stream.of(line(HEAD, widths), rule(widths)),
                        cells.stream().map(row -> line(row, widths)))
                .toList();
    }

    private static List<String> cells(BenchRow row) {
        return List.of(
                row.model() + " " + row.component(),
                row.width() + "x" + row.height(),
                String.valueOf(row.batch()),
                number("%.0f", row.buildSeconds()),
                number("%.2f", row.millis()),
                number("%.0f", row.bytes() / MIB),
                number("%.1e", row.error().max()) + (row.error().within() ? "" : " !"),
                number("%.1e", row.error().mean()),
                optional("%.2f", row.timesEager(), 1),
                optional("%.2f", row.timesCompiled(), 1),
                optional("%.0f %%", row.shareOfPeak(), 100));
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> pad(cells.get(column), widths[column], column < NAMES))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String rule(int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> "-".repeat(widths[column] + 1) + (column < NAMES ? "-" : ":"))
                .collect(Collectors.joining("|", "|", "|"));
    }

    private static String pad(String text, int width, boolean left) {
        String blanks = " ".repeat(width - text.length());
        return left ? text + blanks : blanks + text;
    }

    private static String optional(String format, OptionalDouble value, double unit) {
        return value.isPresent() ? number(format, value.getAsDouble() * unit) : "-";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
