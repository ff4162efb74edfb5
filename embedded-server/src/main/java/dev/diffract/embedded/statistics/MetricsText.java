package dev.diffract.embedded.statistics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format under Triton's names. Metric libraries add {@code _total} to counters, which Triton
 * does not.
 */
public final class MetricsText {

    /**
     * One model version's figures with what tells it apart.
     *
     * @param labels metric_tags of its configuration, besides model and version
     * @param pending requests in its queue now
     */
    public record Sample(
            String model,
            long version,
            Map<String, String> labels,
            Snapshot figures,
            int pending,
            double loadSeconds) {}

    private static final long NANOS_PER_MICRO = 1000;

    private final StringBuilder text = new StringBuilder();
    private final List<Sample> samples;

    private MetricsText(List<Sample> samples) {
        this.samples = samples;
    }

    public static String print(List<Sample> samples, HostUse host) {
        MetricsText metrics = new MetricsText(samples);
        metrics.counts();
        metrics.durations();
        metrics.gauges();
        metrics.host(host);
        return metrics.text.toString();
    }

    private void counts() {
        counter(
                "nv_inference_request_success",
                "Number of successful inference requests, all batch sizes",
                sample -> sample.figures.requests().success().count());
        head("nv_inference_request_failure", "Number of failed inference requests, all batch sizes", "counter");
        for (Sample sample : samples) {
            for (FailureReason reason : FailureReason.values()) {
                long failures = sample.figures.requests().failures().getOrDefault(reason, 0L);
                line("nv_inference_request_failure", sample, Map.of("reason", reason.name()), Long.toString(failures));
            }
        }
        counter(
                "nv_inference_count",
                "Number of inferences performed (does not include cached requests)",
                sample -> sample.figures.inferenceCount());
        counter(
                "nv_inference_exec_count",
                "Number of model executions performed (does not include cached requests)",
                sample -> sample.figures.executionCount());
    }

    private void durations() {
        micros(
                "request",
                "inference request",
                sample -> sample.figures.requests().success().nanos());
        micros("queue", "inference queuing", sample -> sample.figures.times().queue());
        micros(
                "compute_input",
                "compute input",
                sample -> sample.figures.times().input());
        micros(
                "compute_infer",
                "compute inference",
                sample -> sample.figures.times().infer());
        micros(
                "compute_output",
                "inference compute output",
                sample -> sample.figures.times().output());
    }

    private void gauges() {
        head(
                "nv_inference_pending_request_count",
                "Instantaneous number of pending requests awaiting execution per-model.",
                "gauge");
        samples.forEach(sample ->
                line("nv_inference_pending_request_count", sample, Map.of(), Integer.toString(sample.pending)));
        head("nv_model_load_duration_secs", "Model load time in seconds", "gauge");
        samples.forEach(sample -> line(
                "nv_model_load_duration_secs",
                sample,
                Map.of(),
                String.format(Locale.ROOT, "%.6f", sample.loadSeconds)));
    }

    private void host(HostUse use) {
        use.cpu()
                .ifPresent(load -> gauge(
                        "nv_cpu_utilization",
                        "CPU utilization rate [0.0 - 1.0]",
                        String.format(Locale.ROOT, "%.6f", load)));
        use.memory().ifPresent(memory -> {
            gauge("nv_cpu_memory_total_bytes", "CPU total memory (RAM), in bytes", Long.toString(memory.total()));
            gauge("nv_cpu_memory_used_bytes", "CPU used memory (RAM), in bytes", Long.toString(memory.used()));
        });
    }

    private void gauge(String name, String help, String value) {
        head(name, help, "gauge");
        text.append(name).append(' ').append(value).append('\n');
    }

    private void micros(String phase, String what, ToLongFunction<Sample> nanos) {
        counter(
                "nv_inference_" + phase + "_duration_us",
                "Cumulative " + what + " duration in microseconds",
                sample -> nanos.applyAsLong(sample) / NANOS_PER_MICRO);
    }

    private void counter(String name, String help, ToLongFunction<Sample> value) {
        head(name, help, "counter");
        samples.forEach(sample -> line(name, sample, Map.of(), Long.toString(value.applyAsLong(sample))));
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** Labels are sorted by their names, as Triton prints them. */
    private void line(String name, Sample sample, Map<String, String> more, String value) {
        Map<String, String> labels = new TreeMap<>(sample.labels);
        labels.put("model", sample.model);
        labels.put("version", Long.toString(sample.version));
        labels.putAll(more);
        text.append(labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                        .collect(Collectors.joining(",", name + "{", "} ")))
                .append(value)
                .append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
