package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.Places;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nvidia-smi mig -lgipp}: where instances of a profile may start. */
final class PlacementText {

    static final String COMMAND = "nvidia-smi mig -lgipp";

    /** Drivers write "Placements:" before several starts and "Placement :" before one. */
    private static final Pattern LINE =
            Pattern.compile("GPU\\s+(?<gpu>\\d+)\\s+Profile\\s+ID\\s+(?<id>\\d+)\\s+Placements?\\s*:"
                    + "\\s*\\{(?<starts>\\d+(\\s*,\\s*\\d+)*)}\\s*:\\s*(?<size>\\d+)");

    private PlacementText() {}

    /** By GPU and profile id. */
    static Map<Integer, Map<Integer, Places>> read(Path file) {
        SmiTable text = new SmiTable(file, COMMAND);
        Map<Integer, Map<Integer, Places>> places = new TreeMap<>();
        List<String> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                List<Integer> starts = Arrays.stream(matcher.group("starts").split("\\s*,\\s*"))
                        .map(Integer::valueOf)
                        .sorted()
                        .toList();
                places.computeIfAbsent(Integer.valueOf(matcher.group("gpu")), unseen -> new TreeMap<>())
                        .put(
                                Integer.valueOf(matcher.group("id")),
                                new Places(starts, Integer.parseInt(matcher.group("size"))));
            } else if (!line.isEmpty() && !SmiSayings.beside(line) && !SmiTable.saysOff(line)) {
                throw text.foreign(i, line);
            }
        }
        return places;
    }
}
