package dev.diffract.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What the scripts of tests/parity recorded whose names end with "pictures": requests, and what was drawn for them. */
final class RecordedPictures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode record;
    private final BufferedImage sheet;

    private RecordedPictures(JsonNode record, BufferedImage sheet) {
        this.record = record;
        this.sheet = sheet;
    }

    /** @param name of the files, without the end */
    static RecordedPictures read(String name) throws IOException {
        try (InputStream record = RecordedPictures.class.getResourceAsStream("/parity/" + name + ".json");
                InputStream sheet = RecordedPictures.class.getResourceAsStream("/parity/" + name + ".png")) {
            return new RecordedPictures(JSON.readTree(record), ImageIO.read(sheet));
        }
    }

    /**
     * A request and its picture.
     *
     * @param kind such as {@code text}, {@code image}, {@code mask}, {@code hires}, {@code original} or {@code source}
     * @param sampler with its schedule, if one is said
     * @param body of the request
     */
    record Case(String kind, String name, String sampler, String body, BufferedImage picture) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Digest of the model that drew the pictures. */
    String model() {
        return record.path("model").asText();
    }

    /** How many pictures are to be compared; a source is none, but what others begin with. */
    long compared() throws IOException {
        return cases().stream()
                .filter(recorded -> !recorded.kind().equals("source"))
                .count();
    }

    List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonNode recorded : record.path("cases")) {
            ObjectNode request = recorded.path("request").deepCopy();
            String name = cases.size() + " " + recorded.path("kind").asText() + " " + request;
            if (request.has("image")) {
                request.put("image", base64(picture(request.path("image").asInt())));
            }
            if (request.has("mask")) {
                request.put("mask", base64(mask((ArrayNode) request.path("mask"))));
            }
            String sampler = request.path("sampler").asText()
                    + (request.has("schedule_type")
                            ? ", " + request.path("schedule_type").asText()
                            : "");
            cases.add(
                    new Case(recorded.path("kind").asText(), name, sampler, request.toString(), picture(cases.size())));
        }
        return cases;
    }

    /** SHA-256 over a line for every file below a directory in the order of their paths: digest, two blanks, path. */
    static String digest(Path directory) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile)
                    .forEach(file ->
                            files.put(directory.relativize(file).toString().replace('\\', '/'), file));
        }
        StringBuilder lines = new StringBuilder();
        for (var file : files.entrySet()) {
            lines.append(sha256(Files.readAllBytes(file.getValue())))
                    .append("  ")
                    .append(file.getKey())
                    .append('\n');
        }
        return sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private BufferedImage picture(int number) {
        int size = record.path("size").asInt();
        int columns = record.path("columns").asInt();
        return sheet.getSubimage(number % columns * size, number / columns * size, size, size);
    }

    private BufferedImage mask(ArrayNode box) {
        int size = record.path("size").asInt();
        BufferedImage mask = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D canvas = mask.createGraphics();
        canvas.setColor(Color.WHITE);
        int left = box.get(0).asInt();
        int top = box.get(1).asInt();
        canvas.fillRect(left, top, box.get(2).asInt() - left, box.get(3).asInt() - top);
        canvas.dispose();
        return mask;
    }

    private static String base64(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
