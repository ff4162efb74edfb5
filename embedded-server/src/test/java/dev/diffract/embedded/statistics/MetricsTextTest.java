package dev.diffract.embedded.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

    @Test
    void countsAndDurationsHaveTritonsNamesAndUnits() {
        ModelCounters counters = new ModelCounters(InstantSource.fixed(Instant.ofEpochMilli(5)));
        counters.executed(3, new PhaseTimes(0, 1000, 2000, 3000));
        counters.succeeded(1, 9_000, new PhaseTimes(4000, 1000, 2000, 3000));
        counters.succeeded(2, 11_000, new PhaseTimes(6000, 1000, 2000, 3000));
        counters.failed(1000, FailureReason.REJECTED);
        String text = MetricsText.print(
                List.of(new MetricsText.Sample("unet", 1, Map.of("slice", "a\"b"), counters.snapshot(), 4, 0.25)));
        String labels = "{model=\"unet\",slice=\"a\\\"b\",version=\"1\"";
        assertThat(text.lines().toList())
                .contains(
                        "# TYPE nv_inference_request_success counter",
                        "nv_inference_request_success" + labels + "} 2",
                        "nv_inference_request_failure" + labels.replace(",slice", ",reason=\"REJECTED\",slice") + "} 1",
                        "nv_inference_request_failure" + labels.replace(",slice", ",reason=\"CANCELED\",slice") + "} 0",
                        "nv_inference_count" + labels + "} 3",
                        "nv_inference_exec_count" + labels + "} 1",
                        "nv_inference_request_duration_us" + labels + "} 20",
                        "nv_inference_queue_duration_us" + labels + "} 10",
                        "nv_inference_compute_infer_duration_us" + labels + "} 4",
                        "# TYPE nv_inference_pending_request_count gauge",
                        "nv_inference_pending_request_count" + labels + "} 4",
                        "nv_model_load_duration_secs" + labels + "} 0.250000");
        assertThat(text).endsWith("\n");
    }

    @Test
    void everyFamilyIsExplainedOnce() {
        assertThat(MetricsText.print(List.of()).lines().filter(line -> line.startsWith("# HELP")))
                .hasSize(11)
                .doesNotHaveDuplicates();
    }
}
