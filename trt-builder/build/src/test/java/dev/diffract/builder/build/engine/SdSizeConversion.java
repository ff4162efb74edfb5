package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.builder.graphs.ServedTensors;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.UnetTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program of its own, so that its memory can be measured: converts and compares the first file into the second, and writes figures to the third. */
final class SdSizeConversion {

    private static final Pipeline PIPELINE = new Pipeline(
            ModelFamilies.STABLE_DIFFUSION,
            4,
            8,
            0.18215,
            77,
            RandomUnet.TEXT_WIDTH,
            new SizeRule(64, 64, 1024),
            1,
            Optional.empty());

    private SdSizeConversion() {}

    public static void main(String[] arguments) throws IOException {
        UnetTensors tensors = PIPELINE.family().unet();
        ServedInterface served = new ServedInterface(
                List.of(
                        ServedTensor.of(tensors.sample(), PIPELINE.numbers()),
                        ServedTensors.perSample(tensors.timestep().name(), TensorType.INT64),
                        ServedTensor.of(tensors.textStates(), PIPELINE.numbers())),
                List.of(ServedTensor.of(tensors.prediction(), PIPELINE.numbers())));
        ConvertedModel unet = new ConvertedModel(ModelRole.UNET, "unet", PIPELINE, served, Path.of(arguments[0]));
        Prepared prepared = new HalfPreparation(ErrorBound.HALF)
                .prepare(unet, HalfInterface.of(served, Optional.empty(), PIPELINE.vaeScale()), Path.of(arguments[1]));
        NumericCheck error = prepared.error().orElseThrow();
        Files.write(
                Path.of(arguments[2]),
                List.of(
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
