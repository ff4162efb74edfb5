package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.triton.TritonCore.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What diffract build writes loads in Triton's core")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadsInTritonIT {

    @TempDir
    private Path directory;

    private TritonCore core;

    @BeforeAll
    void build() {
        core = TritonCore.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "8", "64"})
    void whateverTheLargestBatch(String maxBatch) {
        WrittenRepository written = WrittenRepository.build(directory.resolve("batch" + maxBatch), "--max-batch", maxBatch);
        loads(written);
    }

    @Test
    void whenSeveralModelsShareAServer() {
        loads(WrittenRepository.build(directory.resolve("prefixed"), "--prefix", "sd15."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "optimization { cuda { graphs: true graph_spec { batch_size: 2 } graph_spec { batch_size: 8 } } }",
                "model_warmup { name: \"64x64 batch of 2\" batch_size: 2"
                        + " inputs { key: \"sample\" value { data_type: TYPE_FP32 dims: [4,8,8] zero_data: true } }"
                        + " inputs { key: \"timestep\" value { data_type: TYPE_INT64 dims: [1] zero_data: true } }"
                        + " inputs { key: \"encoder_hidden_states\" value { data_type: TYPE_FP32 dims: [77,96] zero_data: true } } }",
            })
    void asEnginesToo(String more) {
        WrittenRepository written = WrittenRepository.build(directory.resolve("engines" + more.length()));
        loads(written.asEngines()
                .replace(
                        "unet",
                        "max_queue_delay_microseconds: 1000",
                        "max_queue_delay_microseconds: 1000 default_queue_policy { timeout_action: REJECT"
                                + " default_timeout_microseconds: 60000000 allow_timeout_override: true max_queue_size: 64 }")
                .replace("unet", "KIND_GPU", "KIND_GPU profile: [\"0\", \"1\"]")
                .append("unet", more));
    }

    private void loads(WrittenRepository written) {
        Verdict verdict = core.judge(written.models());
        assertThat(verdict.accepted()).as(verdict.toString()).isTrue();
        assertThat(verdict.states()).hasSize(6);
    }
}
