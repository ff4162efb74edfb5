package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nvidia-smi mig -lgi}: the instances that exist. */
final class InstanceText {

    static final String COMMAND = "nvidia-smi mig -lgi";

    private static final Pattern ROW = Pattern.compile(
            "\\|\\s*(?<gpu>\\d+)\\s+MIG\\s+\\S+\\s+(?<profile>\\d+)\\s+(?<id>\\d+)\\s+(?<start>\\d+):(?<size>\\d+)\\s*\\|");

    private InstanceText() {}

    /** By GPU. Empty if there is none on any GPU. */
    static Map<Integer, List<GpuInstance>> read(Path file) {
        Map<Integer, List<GpuInstance>> instances = new TreeMap<>();
        for (Matcher row :
                new SmiTable(file, COMMAND).rows("GPU instances", ROW, Optional.empty(), "No GPU instances found")) {
            instances
                    .computeIfAbsent(number(row, "gpu"), unseen -> new ArrayList<>())
                    .add(new GpuInstance(
                            number(row, "id"), number(row, "profile"), number(row, "start"), number(row, "size")));
        }
        return instances;
    }

    private static int number(Matcher row, String group) {
        return Integer.parseInt(row.group(group));
    }
}
