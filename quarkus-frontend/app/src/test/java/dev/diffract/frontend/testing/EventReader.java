package dev.diffract.frontend.testing;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads server-sent events. */
public final class EventReader {

    private EventReader() {}

    /**
     * @param id the id line, if any
     * @param name the event line; empty without one
     */
    public record Event(Optional<String> id, String name, JsonPath data) {}

    /** All events of a whole stream; comments are none: how many come depends on how long it takes. */
    public static List<Event> read(String stream) {
        List<Event> events = new ArrayList<>();
        for (String block : stream.split("\n\n")) {
            if (!block.lines().allMatch(line -> line.isBlank() || line.startsWith(":"))) {
                events.add(new Event(
                        line(block, "id:"),
                        line(block, "event:").orElse(""),
                        JsonPath.from(line(block, "data:").orElse("{}"))));
            }
        }
        return events;
    }

    private static Optional<String> line(String block, String prefix) {
        return Arrays.stream(block.split("\n"))
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .findFirst();
    }
}
