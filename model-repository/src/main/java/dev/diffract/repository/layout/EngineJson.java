package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.EngineRecord.Range;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a manifest that only repositories with engines have. */
final class EngineJson {

    private EngineJson() {}

    static void print(EngineTarget target, ObjectNode node) {
        node.put("gpu", target.gpu());
        node.put("profile", target.profile());
        node.put("compute_capability", target.computeCapability());
        node.put("multiprocessors", target.multiprocessors());
        node.put("memory_bytes", target.memoryBytes());
        node.put("tensorrt", target.tensorrt());
        node.put("cuda", target.cuda());
        target.driver().ifPresent(driver -> node.put("driver", driver));
    }

    static EngineTarget target(JsonFields node) {
        return new EngineTarget(
                node.text("gpu"),
                node.text("profile"),
                node.text("compute_capability"),
                node.integer("multiprocessors"),
                node.whole("memory_bytes"),
                node.text("tensorrt"),
                node.text("cuda"),
                node.optionalText("driver"));
    }

    static void print(EngineRecord engine, ObjectNode node) {
        node.put("key", engine.key());
        node.put("graph", engine.graph());
        ArrayNode shapes = node.putArray("shapes");
        engine.shapes().forEach(inputs -> {
            ObjectNode profile = shapes.addObject();
            inputs.forEach((input, range) -> print(range, profile.putObject(input)));
        });
        node.put("workspace_bytes", engine.workspaceBytes());
        node.put("optimization_level", engine.optimizationLevel());
        node.put("build_seconds", engine.buildSeconds());
        engine.half().ifPresent(half -> ManifestFile.print(half, node.putObject("half")));
        node.put("activation_bytes", engine.activationBytes());
        ArrayNode measurements = node.putArray("measurements");
        engine.measurements()
                .forEach(measurement -> measurements
                        .addObject()
                        .put("batch", measurement.batch())
                        .put("width", measurement.width())
                        .put("height", measurement.height())
                        .put("millis", measurement.millis())
                        .put("bytes", measurement.bytes()));
    }

    static EngineRecord engine(JsonFields node) {
        List<Map<String, Range>> shapes = new ArrayList<>();
        for (JsonFields profile : node.array("shapes")) {
            Map<String, Range> inputs = new LinkedHashMap<>();
            profile.node().fieldNames().forEachRemaining(input -> inputs.put(input, range(profile.object(input))));
            shapes.add(inputs);
        }
        Optional<NumericCheck> half =
                node.node().has("half") ? Optional.of(ManifestFile.check(node.object("half"))) : Optional.empty();
        return new EngineRecord(
                node.text("key"),
                node.text("graph"),
                shapes,
                node.whole("workspace_bytes"),
                node.integer("optimization_level"),
                node.number("build_seconds"),
                half,
                node.whole("activation_bytes"),
                node.array("measurements").stream().map(EngineJson::measurement).toList());
    }

    private static void print(Range range, ObjectNode node) {
        range.min().forEach(node.putArray("min")::add);
        range.opt().forEach(node.putArray("opt")::add);
        range.max().forEach(node.putArray("max")::add);
    }

    private static Range range(JsonFields node) {
        return new Range(dims(node, "min"), dims(node, "opt"), dims(node, "max"));
    }

    private static List<Long> dims(JsonFields node, String name) {
        List<Long> dims = new ArrayList<>();
        JsonNode array = node.node().path(name);
        array.forEach(dim -> {
            if (!dim.isIntegralNumber() || dim.asLong() < 1) {
                throw new ManifestException(node.path() + "/" + name + " is not an array of numbers from 1");
            }
            dims.add(dim.asLong());
        });
        if (!array.isArray() || dims.isEmpty()) {
            throw new ManifestException(node.path() + "/" + name + " is not an array of numbers from 1");
        }
        return dims;
    }

    private static Measurement measurement(JsonFields node) {
        return new Measurement(
                node.integer("batch"),
                node.integer("width"),
                node.integer("height"),
                node.number("millis"),
                node.whole("bytes"));
    }
}
