package dev.diffract.builder.build.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.build.bench.Baseline.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Reads a {@link Baseline}. */
public final class BaselineFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOW = "make it with deploy/gpu-proof/torch_baseline.py";

    private final Path file;

    private BaselineFile(Path file) {
        this.file = file;
    }

    /** @throws BenchException if there is no such file, or it is no baseline */
    public static Baseline read(Path file) {
        return new BaselineFile(file).read();
    }

    private Baseline read() {
        JsonNode root = parse();
        List<Measured> rows = new ArrayList<>();
        JsonNode array = root.path("rows");
        if (!array.isArray()) {
            throw wrong("/rows", "a list");
        }
        for (int i = 0; i < array.size(); i++) {
            rows.add(measured(array.get(i), "/rows/" + i));
        }
        return new Baseline(
                text(root, "", "model"),
                text(root, "", "gpu"),
                (int) positive(root, "", "multiprocessors"),
                text(root, "", "torch"),
                text(root, "", "diffusers"),
                rows);
    }

    private Measured measured(JsonNode row, String at) {
        return new Measured(
                text(row, at, "component"),
                (int) positive(row, at, "batch"),
                (int) positive(row, at, "width"),
                (int) positive(row, at, "height"),
                positive(row, at, "eager_ms"),
                row.hasNonNull("compiled_ms")
                        ? OptionalDouble.of(positive(row, at, "compiled_ms"))
                        : OptionalDouble.empty(),
                positive(row, at, "operations"));
    }

    private JsonNode parse() {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new BenchException(
                    "baseline " + file + " is no JSON: line " + place.getLineNr() + ", column " + place.getColumnNr()
                            + "; " + HOW,
                    e);
        } catch (NoSuchFileException e) {
            throw new BenchException("baseline " + file + " does not exist: " + HOW, e);
        } catch (IOException e) {
            throw new BenchException("baseline " + file + " cannot be read as text: " + HOW, e);
        }
    }

    private String text(JsonNode node, String at, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong(at + "/" + name, "a text");
        }
        return value.asText();
    }

    private double positive(JsonNode node, String at, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber() || !(value.asDouble() > 0)) {
            throw wrong(at + "/" + name, "a number above 0");
        }
        return value.asDouble();
    }

    private BenchException wrong(String at, String expected) {
        return new BenchException("baseline " + file + ": expected " + expected + " at " + at + "; " + HOW);
    }
}
