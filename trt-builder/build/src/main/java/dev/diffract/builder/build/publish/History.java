package dev.diffract.builder.build.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which versions were served, one line per switch, oldest first. A line is added after its switch, so the file may be one line behind after a crash:
 * what was served before is then still its last line. A line without an end was being written and does not count.
 */
final class History {

    private final Path file;

    History(Path directory) {
        this.file = directory.resolve("history");
    }

    /** Numbers of versions, the latest switch first. */
    List<Integer> latestFirst() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<Integer> numbers = whole.lines()
                .map(line -> line.split(" ", 2)[0])
                .flatMap(History::number)
                .toList();
        return numbers.isEmpty() ? numbers : reversed(numbers);
    }

    void add(int version) throws IOException {
        String line = version + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Over what a crash left of a line, if anything.
            long end = wholeLines();
            channel.truncate(end);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), end);
            channel.force(true);
        }
    }

    private long wholeLines() throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Stream<Integer> number(String text) {
        return text.matches("[1-9]\\d{0,8}") ? Stream.of(Integer.parseInt(text)) : Stream.empty();
    }

    private static List<Integer> reversed(List<Integer> numbers) {
        return Stream.iterate(numbers.size() - 1, i -> i >= 0, i -> i - 1)
                .map(numbers::get)
                .toList();
    }
}
