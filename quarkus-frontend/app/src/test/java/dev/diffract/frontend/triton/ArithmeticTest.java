package dev.diffract.frontend.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling;
import dev.diffract.repository.proto.ModelParameter;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void anEnginesFileSaysAll() {
        ModelConfig engine = config("tensorrt_plan", "sha256:01", "");
        assertThat(Arithmetic.of(engine, "a")).isPresent().isEqualTo(Arithmetic.of(engine, "b"));
        assertThat(Arithmetic.of(config("tensorrt_plan", "sha256:02", ""), "a"))
                .isNotEqualTo(Arithmetic.of(engine, "a"));
    }

    @Test
    void graphsRoundAlikeWithTheSameThreads() {
        ModelConfig two = config("onnxruntime_onnx", "sha256:01", "2");
        assertThat(Arithmetic.of(two, "a")).isPresent().isEqualTo(Arithmetic.of(two, "b"));
        assertThat(Arithmetic.of(config("onnxruntime_onnx", "sha256:01", "3"), "a"))
                .isNotEqualTo(Arithmetic.of(two, "a"));
    }

    @Test
    void anotherVersionRoundsOtherwise() {
        ModelConfig old = version("1.20.0");
        assertThat(Arithmetic.of(old, "a")).isPresent().isEqualTo(Arithmetic.of(version("1.20.0"), "b"));
        assertThat(Arithmetic.of(version("1.21.0"), "a")).isNotEqualTo(Arithmetic.of(old, "a"));
        assertThat(Arithmetic.of(config("onnxruntime_onnx", "sha256:01", "2"), "a"))
                .isNotEqualTo(Arithmetic.of(old, "a"));
    }

    private static ModelConfig version(String number) {
        return config("onnxruntime_onnx", "sha256:01", "2").toBuilder()
                .putParameters(Manifest.ONNX_RUNTIME_PARAMETER, text(number))
                .build();
    }

    @Test
    void whoDoesNotTellItsThreadsIsLikeNoneButItself() {
        for (String silent : new String[] {"", "0"}) {
            ModelConfig config = config("onnxruntime_onnx", "sha256:01", silent);
            assertThat(Arithmetic.of(config, "a")).isPresent().isEqualTo(Arithmetic.of(config, "a"));
            assertThat(Arithmetic.of(config, "a")).isNotEqualTo(Arithmetic.of(config, "b"));
        }
    }

    @Test
    void withoutADigestNothingIsKnownButOfEnsembles() {
        assertThat(Arithmetic.of(config("onnxruntime_onnx", "", "1"), "a")).isEmpty();
        assertThat(Arithmetic.of(config("tensorrt_plan", "", ""), "a")).isEmpty();
        ModelConfig ensemble = ModelConfig.newBuilder()
                .setEnsembleScheduling(ModelEnsembling.getDefaultInstance())
                .build();
        assertThat(Arithmetic.of(ensemble, "a")).isPresent().isEqualTo(Arithmetic.of(ensemble, "b"));
    }

    private static ModelConfig config(String platform, String file, String threads) {
        ModelConfig.Builder config = ModelConfig.newBuilder().setPlatform(platform);
        if (!file.isEmpty()) {
            config.putParameters(Manifest.FILE_PARAMETER, text(file));
        }
        if (!threads.isEmpty()) {
            config.putParameters(Manifest.THREADS_PARAMETER, text(threads));
        }
        return config.build();
    }

    private static ModelParameter text(String value) {
        return ModelParameter.newBuilder().setStringValue(value).build();
    }
}
