package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A program of its own, so that its memory can be measured: converts and compares the first file into the second, and writes figures to the third. */
final class SdSizeConversion {

    private SdSizeConversion() {}

    public static void main(String[] arguments) throws IOException {
        ServedInterface served = new ServedInterface(
                List.of(
                        ServedTensor.of("sample", TensorType.FP32, 4, -1, -1),
                        ServedTensor.perSample("timestep", TensorType.INT64),
                        ServedTensor.of("encoder_hidden_states", TensorType.FP32, -1, RandomUnet.TEXT_WIDTH)),
                List.of(ServedTensor.of("out_sample", TensorType.FP32, 4, -1, -1)));
        ConvertedModel unet = new ConvertedModel(ModelRole.UNET, "unet", served, Path.of(arguments[0]));
        Instant start = Instant.now();
        Prepared prepared = new HalfPreparation(ErrorBound.HALF)
                .prepare(unet, HalfInterface.of(served, List.of()), Path.of(arguments[1]));
        NumericCheck error = prepared.error().orElseThrow();
        Files.write(
                Path.of(arguments[2]),
                List.of(
                        "seconds " + Duration.between(start, Instant.now()).toSeconds(),
                        "max_error " + error.maxError(),
                        "mean_error " + error.meanError(),
                        "largest " + error.largest(),
                        "peak_kb " + peakKb()));
    }

    /** The most memory that this process has had at once, mapped files included. */
    private static String peakKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
    }
}
