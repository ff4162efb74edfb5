package dev.diffract.tests.tensorrt.fake;

import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.Interruption;
import dev.diffract.builder.nvidia.tensorrt.ProgressListener;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.tests.tensorrt.FakeCuda;
import dev.diffract.tests.tensorrt.FakeTensorRt;
import dev.diffract.tests.tensorrt.Graphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that builds until it is interrupted: says when it has begun, and how it ended. */
final class InterruptedBuild {

    private InterruptedBuild() {}

    /** @param arguments the directory to work in, and the file for what it has to say */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path said = Path.of(arguments[1]);
        FakeCuda.install();
        FakeTensorRt fake = FakeTensorRt.compile();
        fake.wish("build", "endless");
        Dims only = Dims.of(1, 4);
        ShapeProfile profile = new ShapeProfile(Map.of("x", new ShapeRange(only, only, only)));
        EngineBuild request = EngineBuild.of(Graphs.withOperator("Relu", folder), folder.resolve("model.plan"))
                .withProfiles(List.of(profile));
        try (Interruption interruption = Interruption.watch(Duration.ofMinutes(1))) {
            ProgressListener listener = saying(said).cancelledWhen(interruption);
            try {
                fake.load().build(request.withListener(listener));
            } catch (TensorRtException e) {
                Files.writeString(said.resolveSibling("ended"), e.reason() + ": " + e.getMessage() + "\n" + last(fake));
            }
        }
    }

    private static ProgressListener saying(Path begun) {
        return new ProgressListener() {
            @Override
            public void phaseStarted(String phase, Optional<String> parent, int steps) {}

            @Override
            public boolean stepCompleted(String phase, int step) {
                try {
                    Files.writeString(begun, "building");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            }

            @Override
            public void phaseFinished(String phase) {}
        };
    }

    private static String last(FakeTensorRt fake) {
        List<String> calls = fake.calls();
        return calls.get(calls.size() - 1);
    }
}
