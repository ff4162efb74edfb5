package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.InstanceProfile;
import dev.diffract.builder.nvidia.nvml.Places;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nvidia-smi mig -lgip}: the profiles that GPUs offer. */
final class ProfileText {

    static final String COMMAND = "nvidia-smi mig -lgip";

    private static final int MIB_PER_GIB = 1024;
    private static final Pattern ROW =
            Pattern.compile("\\|\\s*(?<gpu>\\d+)\\s+MIG\\s+(?<name>\\S+)\\s+(?<id>\\d+)\\s+(?<free>\\d+)/(?<max>\\d+)"
                    + "\\s+(?<gib>\\d+(\\.\\d+)?)\\s+\\S+\\s+(?<sms>\\d+)(\\s+\\d+)+\\s*\\|");
    /** Copy engines, JPEG decoders, optical flow. */
    private static final Pattern SECOND = Pattern.compile("\\|(\\s+\\d+){3,4}\\s*\\|");

    private ProfileText() {}

    /** By GPU. */
    static Map<Integer, List<InstanceProfile>> read(Path file) {
        Map<Integer, List<InstanceProfile>> profiles = new TreeMap<>();
        for (Matcher row : new SmiTable(file, COMMAND)
                .rows("GPU instance profiles", ROW, Optional.of(SECOND), "No GPU instance profiles found")) {
            profiles.computeIfAbsent(Integer.valueOf(row.group("gpu")), unseen -> new ArrayList<>())
                    .add(new InstanceProfile(
                            Optional.of(row.group("name")),
                            Integer.parseInt(row.group("id")),
                            Integer.parseInt(row.group("sms")),
                            (int) Math.round(Double.parseDouble(row.group("gib")) * MIB_PER_GIB),
                            Integer.parseInt(row.group("max")),
                            OptionalInt.of(Integer.parseInt(row.group("free"))),
                            Places.UNKNOWN));
        }
        return profiles;
    }
}
