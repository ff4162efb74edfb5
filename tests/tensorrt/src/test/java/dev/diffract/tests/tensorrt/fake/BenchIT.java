package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.bench.BenchException;
import dev.diffract.builder.build.bench.Execution;
import dev.diffract.builder.build.bench.LoadedEngine;
import dev.diffract.builder.build.bench.TensorRtDevice;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs and times engines for comparisons. */
class BenchIT extends OnABuiltEngine {

    private static final Tensor X =
            Tensor.ofFloats("x", TensorType.FP32, new long[] {2, 4}, new float[] {-1, 2, -3, 4, 5, -6, 7, -8});

    @Test
    void givesOutputsTimeAndMemory() {
        fake.wish("output", "served");
        try (TensorRtDevice device = TensorRtDevice.open(tensorRt.library());
                LoadedEngine loaded = device.load(file)) {
            assertThat(device.visible().name()).isEqualTo("Fake H100 MIG 1g.10gb");
            assertThat(device.peakHertz()).isEqualTo(1.98e9);
            assertThat(device.tensorRt()).isEqualTo(tensorRt.version().toString());

            Execution execution = loaded.run(0, List.of(X));

            assertThat(execution.outputs()).singleElement().satisfies(y -> {
                assertThat(y).hasToString("y FP32 [2, 4]");
                assertThat(y.floats()).containsExactly(0, 2, 0, 4, 5, 0, 7, 0);
            });
            assertThat(execution.millis()).isNotNegative();
            assertThat(execution.bytes()).isEqualTo(2 * 8 * Float.BYTES);
        }
        assertThat(fakeCuda.held()).isZero();
        assertThat(fake.calls())
                .contains("context.setInputShape x 2x4")
                .filteredOn(call -> call.startsWith("context.enqueueV3"))
                .hasSize(5 + 31);
    }

    @Test
    void givesBackWhatItTookWhenTensorRtRefuses() {
        fake.wish("output", "served");
        Tensor tooMany = Tensor.ofFloats("x", TensorType.FP32, new long[] {9, 4}, new float[36]);
        try (TensorRtDevice device = TensorRtDevice.open(tensorRt.library());
                LoadedEngine loaded = device.load(file)) {
            assertThatThrownBy(() -> loaded.run(0, List.of(tooMany)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageStartingWith("input 'x' does not take the shape 9x4.");
            assertThatThrownBy(() -> loaded.run(1, List.of(X)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageStartingWith("shape profile 1 cannot be chosen.");
        }
        assertThat(fakeCuda.held()).isZero();
    }

    @Test
    void outputsOnTheHostAreRefused() {
        try (TensorRtDevice device = TensorRtDevice.open(tensorRt.library());
                LoadedEngine loaded = device.load(file)) {
            assertThatThrownBy(() -> loaded.run(0, List.of(X)))
                    .isInstanceOf(BenchException.class)
                    .hasMessageStartingWith("output 'y' of the engine is a shape");
        }
        assertThat(fakeCuda.held()).isZero();
    }

    @Test
    void aRefusedEngineFileIsSaid() {
        fake.wish("engine", "Serialization assertion failed");
        try (TensorRtDevice device = TensorRtDevice.open(tensorRt.library())) {
            assertThatThrownBy(() -> device.load(file))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("Serialization assertion failed");
        }
        assertThat(fakeCuda.held()).isZero();
    }
}
