package dev.diffract.tests.tensorrt.fake;

import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Both stand-ins are loaded, an engine is built, and the record of calls is empty. */
abstract class OnABuiltEngine {

    static final ShapeRange RANGE = new ShapeRange(Dims.of(1, 4), Dims.of(2, 4), Dims.of(8, 4));

    static FakeCuda fakeCuda;
    static FakeTensorRt fake;
    static TensorRt tensorRt;

    @TempDir
    Path folder;

    Path file;

    @BeforeAll
    static void load() throws IOException {
        fakeCuda = FakeCuda.install();
        fake = FakeTensorRt.compile();
        tensorRt = fake.load();
    }

    @BeforeEach
    void build() throws IOException {
        fake.reset();
        file = folder.resolve("model.plan");
        tensorRt.build(EngineBuild.of(Graphs.withOperator("Relu", folder), file)
                .withProfiles(List.of(new ShapeProfile(Map.of("x", RANGE)))));
        fake.reset();
    }
}
