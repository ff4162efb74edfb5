package dev.diffract.tests.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How whole pictures compare, for every sampler: with those of PyTorch's diffusers, and with those on AUTOMATIC1111's grids. The last two
 * columns of {@code docs/samplers.md} have for each how many there are and how far a channel differs at most: {@code ≤ 1 (23)}.
 */
final class SamplerVerdicts {

    private static final String DIFFUSERS = "PyTorch diffusers";
    private static final String ORIGINAL = "AUTOMATIC1111";

    /** By reference, sampler and schedule. */
    private final Map<String, Measured> all = new TreeMap<>();

    /** By reference and sampler. */
    private final Map<String, Measured> verdicts = new HashMap<>();

    private static final class Measured {
        private int pictures;
        private double same;
        private int largest;

        void add(double share, int difference) {
            pictures++;
            same += share;
            largest = Math.max(largest, difference);
        }
    }

    /**
     * @param sampler with its schedule, if one is said
     * @param original whether the picture is of AUTOMATIC1111's grid
     * @param same share of the pixels no channel of which differs by more than one
     * @param largest difference of a channel, of 255
     */
    synchronized void add(String sampler, boolean original, double same, int largest) {
        String reference = original ? ORIGINAL : DIFFUSERS;
        String name = sampler.split(",", 2)[0].replaceFirst(" Karras$", "");
        all.computeIfAbsent(reference + " | " + sampler, row -> new Measured()).add(same, largest);
        verdicts.computeIfAbsent(key(reference, name), cell -> new Measured()).add(same, largest);
    }

    synchronized int pictures() {
        return all.values().stream().mapToInt(measured -> measured.pictures).sum();
    }

    synchronized String table() {
        return "| Reference | Sampler | Pictures | Within 1/255 | Largest difference |\n|---|---|--:|--:|--:|\n"
                + all.entrySet().stream()
                        .map(row -> String.format(
                                Locale.ROOT,
                                "| %s | %d | %.3f %% | %d |%n",
                                row.getKey(),
                                row.getValue().pictures,
                                100 * row.getValue().same / row.getValue().pictures,
                                row.getValue().largest))
                        .collect(Collectors.joining());
    }

    /**
     * What a document should say and does not.
     *
     * @param document with a table that has a column for each reference; of a sampler that was not compared it says why not
     */
    synchronized List<String> notIn(String document) {
        List<List<String>> rows = document.lines()
                .dropWhile(line -> !cells(line).containsAll(List.of(DIFFUSERS, ORIGINAL)))
                .takeWhile(line -> line.startsWith("|"))
                .map(SamplerVerdicts::cells)
                .toList();
        List<String> heads = rows.get(0);
        Map<String, Measured> missing = new HashMap<>(verdicts);
        List<String> wrong = new ArrayList<>();
        for (List<String> row : rows.subList(2, rows.size())) {
            for (String reference : List.of(DIFFUSERS, ORIGINAL)) {
                String said = row.get(heads.indexOf(reference));
                Measured measured = missing.remove(key(reference, row.get(0)));
                if (measured == null ? said.isEmpty() || said.contains("≤") : !isTrue(said, measured)) {
                    wrong.add(row.get(0) + ", " + reference + ": " + (measured == null ? "why not" : cell(measured))
                            + " instead of '" + said + "'");
                }
            }
        }
        missing.keySet().forEach(cell -> wrong.add(cell + " has no row"));
        return wrong;
    }

    /** Of as many pictures, and of a difference that is one more at most than here: other processors round otherwise. */
    private static boolean isTrue(String said, Measured measured) {
        return said.equals(cell(measured, 0)) || said.equals(cell(measured, 1));
    }

    /** No difference is said to be within one, as others may find it on other processors. */
    private static String cell(Measured measured) {
        return cell(measured, 0);
    }

    private static String cell(Measured measured, int more) {
        return "≤ " + (Math.max(1, measured.largest) + more) + " (" + measured.pictures + ")";
    }

    private static String key(String reference, String sampler) {
        return sampler + ", " + reference;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }
}
