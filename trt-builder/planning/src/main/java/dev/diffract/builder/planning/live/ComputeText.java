package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nvidia-smi mig -lci}: the compute instances that exist. */
final class ComputeText {

    static final String COMMAND = "nvidia-smi mig -lci";

    /** The first drivers with MIG did not print the placement. */
    private static final Pattern ROW =
            Pattern.compile("\\|\\s*(?<gpu>\\d+)\\s+(?<instance>\\d+)\\s+MIG\\s+(?<profile>\\S+)"
                    + "\\s+\\d+\\*?\\s+\\d+(\\s+\\d+:\\d+)?\\s*\\|");

    private ComputeText() {}

    /** By GPU. Empty if there is none on any GPU. */
    static Map<Integer, List<ComputeInstance>> read(Path file) {
        Map<Integer, List<ComputeInstance>> instances = new TreeMap<>();
        for (Matcher row : new SmiTable(file, COMMAND)
                .rows("Compute instances", ROW, Optional.empty(), "No compute instances found")) {
            instances
                    .computeIfAbsent(Integer.valueOf(row.group("gpu")), unseen -> new ArrayList<>())
                    .add(new ComputeInstance(Integer.parseInt(row.group("instance")), row.group("profile")));
        }
        return instances;
    }
}
