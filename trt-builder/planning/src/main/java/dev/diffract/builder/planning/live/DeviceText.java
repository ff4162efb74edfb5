package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.planning.PlanningException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code nvidia-smi -L}: GPUs and the MIG devices of each. */
final class DeviceText {

    static final String COMMAND = "nvidia-smi -L";

    private static final Pattern GPU =
            Pattern.compile("GPU\\s+(?<gpu>\\d+):\\s+(?<name>.+?)\\s+\\(UUID:\\s+(?<uuid>GPU-[^)\\s]+)\\)");
    private static final Pattern DEVICE = Pattern.compile(
            "MIG\\s+(?<profile>\\S+)\\s+Device\\s+(?<index>\\d+):\\s+\\(UUID:\\s+(?<uuid>MIG-[^)\\s]+)\\)");

    private static final Pattern OLD_UUID = Pattern.compile("MIG-GPU-[^/]+/(?<instance>\\d{1,4})/\\d+");

    /** One GPU of the list. */
    record Listed(String name, String uuid, List<MigDevice> devices) {}

    private DeviceText() {}

    /** By GPU. */
    static Map<Integer, Listed> read(Path file) {
        SmiTable text = new SmiTable(file, COMMAND);
        Map<Integer, Listed> gpus = new TreeMap<>();
        Listed last = null;
        List<String> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher gpu = GPU.matcher(line);
            Matcher device = DEVICE.matcher(line);
            if (gpu.matches()) {
                last = new Listed(gpu.group("name"), gpu.group("uuid"), new ArrayList<>());
                gpus.put(Integer.valueOf(gpu.group("gpu")), last);
            } else if (device.matches() && last != null) {
                last.devices()
                        .add(new MigDevice(
                                Integer.parseInt(device.group("index")),
                                device.group("uuid"),
                                device.group("profile"),
                                gpuInstance(device.group("uuid"))));
            } else if (line.matches("No devices (were )?found.*")) {
                throw new PlanningException(
                        file + ": nvidia-smi found no GPU there: save its output on the machine with the"
                                + " GPUs, on the host and not in a container without them");
            } else if (!line.isEmpty() && !SmiSayings.beside(line)) {
                throw text.foreign(i, line);
            }
        }
        return gpus;
    }

    /** The first drivers with MIG wrote the GPU instance into the name: {@code MIG-GPU-.../7/0}. */
    private static OptionalInt gpuInstance(String uuid) {
        Matcher old = OLD_UUID.matcher(uuid);
        return old.matches() ? OptionalInt.of(Integer.parseInt(old.group("instance"))) : OptionalInt.empty();
    }
}
