package dev.diffract.embedded.statistics;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How busy the machine is, as Triton tells it: all of it, whoever it is that uses it.
 *
 * @param cpu from 0 to 1; empty where the system does not say
 * @param memory empty where the system does not say
 */
public record HostUse(OptionalDouble cpu, Optional<Memory> memory) {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** RAM in bytes. */
    public record Memory(long total, long used) {}

    /** Since this was asked the last time. */
    public static HostUse now() {
        double load = SYSTEM.getCpuLoad();
        return new HostUse(load >= 0 ? OptionalDouble.of(load) : OptionalDouble.empty(), read());
    }

    private static Optional<Memory> read() {
        try {
            return parsed(Files.readAllLines(MEMORY));
        } catch (IOException e) { // another system than Linux
            return Optional.empty();
        }
    }

    /** @param lines of {@code /proc/meminfo} */
    static Optional<Memory> parsed(List<String> lines) {
        OptionalLong total = bytes(lines, "MemTotal:");
        OptionalLong available = bytes(lines, "MemAvailable:");
        return total.isPresent() && available.isPresent()
                ? Optional.of(new Memory(total.getAsLong(), total.getAsLong() - available.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong bytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.endsWith(" kB"))
                .map(line -> line.substring(name.length(), line.length() - " kB".length())
                        .strip())
                .filter(number -> !number.isEmpty() && number.chars().allMatch(Character::isDigit))
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                .findFirst();
    }
}
