package dev.diffract.frontend.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.frontend.usage.Usage.Memory;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTextTest {

    @Test
    void aServersFiguresAreOfAllItsGpus() {
        Usage usage = read("""
                # HELP nv_gpu_utilization GPU utilization rate [0.0 - 1.0)
                # TYPE nv_gpu_utilization gauge
                nv_gpu_utilization{gpu_uuid="GPU-1"} 0.5
                nv_gpu_utilization{gpu_uuid="GPU-2"} 1.000000
                nv_gpu_memory_used_bytes{gpu_uuid="GPU-1"} 1000
                nv_gpu_memory_used_bytes{gpu_uuid="GPU-2"} 2.5e3 1700000000000
                nv_gpu_memory_total_bytes{gpu_uuid="GPU-1"} 4000
                nv_cpu_utilization 0.25
                nv_cpu_memory_used_bytes 77
                nv_cpu_memory_total_bytes 100
                nv_inference_pending_request_count{model="unet",version="1"} 2
                nv_inference_pending_request_count{model="a\\"}{b",version="1"} 1
                """);
        assertThat(usage.gpu()).hasValueCloseTo(0.75, within(1e-9));
        assertThat(usage.gpuMemory()).contains(new Memory(3500, OptionalLong.of(4000)));
        assertThat(usage.cpu()).hasValue(0.25);
        assertThat(usage.ram()).contains(new Memory(77, OptionalLong.of(100)));
        assertThat(usage.pending()).hasValue(3);
    }

    @Test
    void anExportersAreOfTheSeriesThatWereAskedFor() {
        String text = """
                DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="0",GPU_I_PROFILE="1g.10gb",GPU_I_ID="3"} 0.9
                DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="0",GPU_I_PROFILE="1g.10gb",GPU_I_ID="4"} 0.1
                DCGM_FI_DEV_FB_USED{gpu="0",GPU_I_ID="3"} 8
                DCGM_FI_DEV_FB_FREE{gpu="0",GPU_I_ID="3"} 2
                DCGM_FI_DEV_FB_USED{gpu="0",GPU_I_ID="4"} 1
                """;
        Usage usage = UsageText.read(text, Map.of("gpu", "0", "GPU_I_ID", "3"));
        assertThat(usage.gpu()).hasValue(0.9);
        assertThat(usage.gpuMemory()).contains(new Memory(8 << 20, OptionalLong.of(10 << 20)));
        assertThat(read(text)).as("of whichever it is").isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void theUseOfAWholeGpuIsNoneOfItsParts() {
        assertThat(read("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\"} 37").gpu()).hasValue(0.37);
        assertThat(read("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",GPU_I_ID=\"1\"} 0").gpu())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nv_gpu_utilization",
                "nv_gpu_utilization NaN",
                "nv_gpu_utilization -1",
                "nv_gpu_utilization 37",
                "nv_gpu_utilization +Inf",
                "nv_gpu_utilization lots",
                "nv_gpu_utilization{ 1",
                "nv_gpu_utilization{gpu_uuid=\"a 1",
                "nv_gpu_utilization{gpu_uuid=\"a\\",
                "nv_gpu_utilization{gpu_uuid=\"a\" 1",
                "nv_gpu_utilization_more 1",
                "nv_cpu_memory_total_bytes 100",
                "<html>nv_gpu_utilization 1</html>"
            })
    void whatIsNotUnderstoodSaysNothing(String text) {
        assertThat(read(text)).isEqualTo(Usage.UNKNOWN);
    }

    private static Usage read(String text) {
        return UsageText.read(text, Map.of());
    }
}
