package dev.diffract.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.e2e.RecordedPictures.Case;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** How far pictures are from recorded ones that they are not meant to be equal to, as a table that a document has too. */
final class Differences {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By the beginning of a row and the strength. */
    private final Map<String, Map<String, Comparison>> rows = new TreeMap<>();

    /** Where there is a mask, the pixels beside it are the original's in both pictures, and are not counted. */
    void add(Comparison comparison) throws IOException {
        Case recording = comparison.recording();
        JsonNode request = JSON.readTree(recording.body());
        double counted = request.has("mask") ? white(request.path("mask").binaryValue()) : 1;
        String begun = request.has("hires") ? "enlarged latents" : request.has("mask") ? "a mask" : "a picture";
        JsonNode pass = request.has("hires") ? request.path("hires") : request;
        rows.computeIfAbsent("| " + begun + " | " + recording.sampler() + " | ", row -> new TreeMap<>())
                .put(
                        pass.path("strength").asText(),
                        new Comparison(recording, 1 - (1 - comparison.same()) / counted, comparison.largest()));
    }

    private static double white(byte[] mask) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(mask));
        int pixels = picture.getWidth() * picture.getHeight();
        return IntStream.range(0, pixels)
                        .filter(i -> (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xff) > 0)
                        .count()
                / (double) pixels;
    }

    String table() {
        return rows.entrySet().stream()
                .map(row -> row.getKey()
                        + row.getValue().entrySet().stream()
                                .map(cell -> String.format(
                                        Locale.ROOT,
                                        "%s: %.1f %%, %d",
                                        cell.getKey(),
                                        100 * cell.getValue().same(),
                                        cell.getValue().largest()))
                                .collect(Collectors.joining("; "))
                        + " |\n")
                .collect(Collectors.joining());
    }

    /** The least share in the rows that begin so. */
    double least(String beginning) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith(beginning))
                .flatMap(row -> row.getValue().values().stream())
                .mapToDouble(Comparison::same)
                .min()
                .orElseThrow();
    }

    /**
     * By how many points of a hundred, or of 255, a document says otherwise.
     *
     * @throws AssertionError if it lacks a row
     */
    double farthest(String document) {
        double farthest = 0;
        for (var row : rows.entrySet()) {
            String line = document.lines()
                    .map(String::strip)
                    .filter(said -> said.startsWith(row.getKey()))
                    .findFirst()
                    .orElse("");
            for (var cell : row.getValue().entrySet()) {
                Matcher said = Pattern.compile("\\b" + Pattern.quote(cell.getKey()) + ": ([\\d.]+) %, (\\d+)")
                        .matcher(line);
                if (!said.find()) {
                    throw new AssertionError("the document has not: " + row.getKey() + cell.getKey());
                }
                double share = Math.abs(Double.parseDouble(said.group(1))
                        - 100 * cell.getValue().same());
                int largest = Math.abs(
                        Integer.parseInt(said.group(2)) - cell.getValue().largest());
                farthest = Math.max(farthest, Math.max(share, largest));
            }
        }
        return farthest;
    }
}
