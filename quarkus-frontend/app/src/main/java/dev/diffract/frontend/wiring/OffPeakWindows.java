package dev.diffract.frontend.wiring;

import dev.diffract.frontend.core.admission.OffPeak;
import dev.diffract.frontend.core.admission.OffPeak.Window;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of day as the configuration has them: {@code 22:00-06:00 Asia/Shanghai}. */
final class OffPeakWindows {

    private static final Pattern ENTRY =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9]) ([A-Za-z0-9_+/-]{1,50})");

    private OffPeakWindows() {}

    /**
     * @throws IllegalArgumentException if one is wrong
     */
    static OffPeak of(List<String> entries) {
        return OffPeak.of(entries.stream()
                .map(entry -> window(entry).orElseThrow(() -> new IllegalArgumentException("no window: " + entry)))
                .toList());
    }

    /** Those that are wrong. */
    static List<String> faults(List<String> entries) {
        return entries.stream().filter(entry -> window(entry).isEmpty()).toList();
    }

    private static Optional<Window> window(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip());
        if (!parts.matches() || !ZoneId.getAvailableZoneIds().contains(parts.group(5))) {
            return Optional.empty();
        }
        LocalTime from = time(parts.group(1), parts.group(2));
        LocalTime to = time(parts.group(3), parts.group(4));
        return from.equals(to) ? Optional.empty() : Optional.of(new Window(from, to, ZoneId.of(parts.group(5))));
    }

    private static LocalTime time(String hour, String minute) {
        return LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
    }
}
