package dev.diffract.frontend.usage;

import dev.diffract.frontend.usage.Usage.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads a text for Prometheus, of a Triton server or of dcgm-exporter, in one pass. What is not understood is passed over.
 *
 * <p>A server's own figures of GPUs are of those that it has: memory is summed up, and use averaged. An exporter may tell of many, so that
 * what it says counts only if it says it once, of series with the labels that were asked for. {@code DCGM_FI_DEV_GPU_UTIL} is nothing or
 * 0 where a GPU is cut up, and is not read there.
 */
final class UsageText {

    private static final long MEBI = 1 << 20;

    /** On series of a part of a GPU. */
    private static final String PART = "GPU_I_ID";

    private final Map<String, String> labels;
    private final Map<String, List<Double>> values = new HashMap<>();

    private UsageText(Map<String, String> labels) {
        this.labels = labels;
    }

    /**
     * @param labels that a series must have; others are passed over
     */
    static Usage read(String text, Map<String, String> labels) {
        UsageText reading = new UsageText(labels);
        text.lines().forEach(reading::line);
        return reading.usage();
    }

    private void line(String line) {
        if (!line.startsWith("nv_") && !line.startsWith("DCGM_FI_")) {
            return;
        }
        int end = nameEnd(line);
        Map<String, String> own = new HashMap<>();
        int rest = end < line.length() && line.charAt(end) == '{' ? labelsEnd(line, end + 1, own) : end;
        String name = line.substring(0, end);
        boolean useless = name.equals("DCGM_FI_DEV_GPU_UTIL") && own.containsKey(PART);
        if (rest < 0 || useless || !own.entrySet().containsAll(labels.entrySet())) {
            return;
        }
        value(line.substring(rest).strip())
                .ifPresent(value ->
                        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }

    private static int nameEnd(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        return end;
    }

    /** @return behind the closing brace; -1 if there is none */
    private static int labelsEnd(String line, int from, Map<String, String> found) {
        int at = from;
        while (at < line.length() && line.charAt(at) != '}') {
            int equals = line.indexOf("=\"", at);
            if (equals < 0) {
                return -1;
            }
            StringBuilder value = new StringBuilder();
            int next = equals + 2;
            while (next < line.length() && line.charAt(next) != '"') {
                next += line.charAt(next) == '\\' ? 1 : 0;
                value.append(next < line.length() ? line.charAt(next) : ' ');
                next++;
            }
            found.put(line.substring(at, equals).strip(), value.toString());
            at = next + 1;
            while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
                at++;
            }
        }
        return at < line.length() ? at + 1 : -1;
    }

    /** Behind a value there may be a time. */
    private static Optional<Double> value(String text) {
        int end = text.indexOf(' ');
        try {
            double value = Double.parseDouble(end < 0 ? text : text.substring(0, end));
            return value >= 0 && value < Long.MAX_VALUE ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) { // whoever wrote that
            return Optional.empty();
        }
    }

    private Usage usage() {
        return new Usage(
                first(part(mean("nv_gpu_utilization")), part(single("DCGM_FI_PROF_GR_ENGINE_ACTIVE")), percent()),
                memory("nv_gpu_memory_used_bytes", "nv_gpu_memory_total_bytes").or(this::ofExporter),
                part(mean("nv_cpu_utilization")),
                memory("nv_cpu_memory_used_bytes", "nv_cpu_memory_total_bytes"),
                whole(sum("nv_inference_pending_request_count")));
    }

    private OptionalDouble percent() {
        OptionalDouble percent = single("DCGM_FI_DEV_GPU_UTIL");
        return percent.isPresent() ? part(OptionalDouble.of(percent.getAsDouble() / 100)) : percent;
    }

    private Optional<Memory> ofExporter() {
        OptionalDouble used = single("DCGM_FI_DEV_FB_USED");
        OptionalDouble free = single("DCGM_FI_DEV_FB_FREE");
        if (used.isEmpty()) {
            return Optional.empty();
        }
        long bytes = (long) (used.getAsDouble() * MEBI);
        return Optional.of(new Memory(
                bytes,
                free.isPresent() ? OptionalLong.of(bytes + (long) (free.getAsDouble() * MEBI)) : OptionalLong.empty()));
    }

    private Optional<Memory> memory(String used, String total) {
        OptionalLong bytes = whole(sum(used));
        return bytes.isPresent() ? Optional.of(new Memory(bytes.getAsLong(), whole(sum(total)))) : Optional.empty();
    }

    private static OptionalDouble first(OptionalDouble... all) {
        for (OptionalDouble one : all) {
            if (one.isPresent()) {
                return one;
            }
        }
        return OptionalDouble.empty();
    }

    /** What is above 1 is no part of anything. */
    private static OptionalDouble part(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() <= 1 ? value : OptionalDouble.empty();
    }

    private static OptionalLong whole(OptionalDouble value) {
        return value.isPresent() ? OptionalLong.of((long) value.getAsDouble()) : OptionalLong.empty();
    }

    private OptionalDouble single(String name) {
        List<Double> all = of(name);
        return all.size() == 1 ? OptionalDouble.of(all.get(0)) : OptionalDouble.empty();
    }

    private OptionalDouble mean(String name) {
        return of(name).stream().mapToDouble(Double::doubleValue).average();
    }

    private OptionalDouble sum(String name) {
        List<Double> all = of(name);
        return all.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        all.stream().mapToDouble(Double::doubleValue).sum());
    }

    private List<Double> of(String name) {
        return values.getOrDefault(name, List.of());
    }
}
