package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.EngineShapes;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture sizes of a plan arrive in TensorRT as shape profiles, and NVIDIA's parser and ours agree that the graph takes them. */
class PictureSizesIT {

    private static final PipelineNumbers NUMBERS = new PipelineNumbers(77, 768, 1, 4, 8, 0.18215);
    private static final ServedTensor LATENT = new ServedTensor("x", TensorType.FP32, List.of(4L, -1L, -1L), false);

    @TempDir
    private Path folder;

    @Test
    void aRangeIsOneWideShapeProfileBehindTheTunedOnes() throws IOException {
        FakeCuda.install().startsWell();
        FakeTensorRt fake = FakeTensorRt.compile();
        TensorRt tensorRt = fake.load();
        fake.reset();
        Resolutions sizes = new Resolutions(
                List.of(new Resolution(512, 512), new Resolution(768, 512)),
                Optional.of(new ResolutionRange(new Resolution(256, 256), new Resolution(1024, 768), 64)));
        EngineShapes shapes = new EngineShapes(
                ModelRole.UNET, new ServedInterface(List.of(LATENT), List.of(LATENT)), sizes, NUMBERS, 8);

        Path engine = tensorRt.build(EngineBuild.of(Graphs.ofLatents("Relu", folder), folder.resolve("model.plan"))
                        .withProfiles(shapes.profiles()))
                .file();

        assertThat(fake.calls())
                .filteredOn(call -> call.startsWith("profile.setDimensions"))
                .containsExactly(
                        "profile.setDimensions x 0 1x4x64x64",
                        "profile.setDimensions x 1 2x4x64x64",
                        "profile.setDimensions x 2 8x4x64x64",
                        "profile.setDimensions x 0 1x4x64x96",
                        "profile.setDimensions x 1 2x4x64x96",
                        "profile.setDimensions x 2 8x4x64x96",
                        "profile.setDimensions x 0 1x4x32x32",
                        "profile.setDimensions x 1 2x4x64x80",
                        "profile.setDimensions x 2 8x4x96x128");
        assertThat(engine).content(StandardCharsets.ISO_8859_1).contains("1x4x32x32 2x4x64x80 8x4x96x128");
    }
}
