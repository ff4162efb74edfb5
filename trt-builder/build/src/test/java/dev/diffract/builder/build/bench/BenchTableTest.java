package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.builder.build.bench.Baseline.Measured;
import dev.diffract.builder.build.bench.BenchRow.RelativeError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTableTest {

    private static final double PEAK = 1e15;
    private static final BenchRow UNET = row(
            "unet",
            2,
            12.5,
            new RelativeError(0.00812, 0.0004, true),
            Optional.of(new Measured("unet", 2, 512, 512, 25, OptionalDouble.of(20), 1.5e12)));
    private static final BenchRow POST =
            row("image_post", 1, 0.04, new RelativeError(0.5, 0.1, false), Optional.empty());

    @TempDir
    private Path directory;

    @Test
    void ratiosAreOfTimesAndThePeakIsOfOperations() {
        assertThat(UNET.timesEager()).hasValue(2);
        assertThat(UNET.timesCompiled().orElseThrow()).isEqualTo(1.6, within(1e-12));
        assertThat(UNET.shareOfPeak().orElseThrow()).isEqualTo(1.5e12 / 0.0125 / 1e15, within(1e-12));
        assertThat(POST.timesEager()).isEmpty();
        assertThat(POST.timesCompiled()).isEmpty();
        assertThat(POST.shareOfPeak()).isEmpty();
    }

    @Test
    void theTableIsAlignedMarkdown() {
        assertThat(String.join("\n", BenchTable.lines(List.of(UNET, POST)))).isEqualTo("""
                        | component       | picture | batch | build s | step ms | memory MiB | max error | mean error | x eager | x compiled | of peak |
                        |-----------------|---------|------:|--------:|--------:|-----------:|----------:|-----------:|--------:|-----------:|--------:|
                        | sd15 unet       | 512x512 |     2 |     321 |   12.50 |       2048 |   8.1e-03 |    4.0e-04 |    2.00 |       1.60 |    12 % |
                        | sd15 image_post | 512x512 |     1 |     321 |    0.04 |       2048 | 5.0e-01 ! |    1.0e-01 |       - |          - |       - |\
                        """);
    }

    @Test
    void theReportSaysWhatWasMeasuredAndWhatIsWrong() {
        StandInDevice device = StandInDevice.slice(directory);
        BenchReport report = BenchReport.of(
                device,
                List.of(new Baseline("sd15", "gpu", 1, "2.15.0", "0.42.1", List.of())),
                LocalDate.of(2026, 11, 21),
                "diffract-builder 1");

        assertThat(report.lines(List.of(UNET)))
                .contains(
                        "- Measured on 2026-11-21 by diffract-builder 1.",
                        "- Device: NVIDIA H100 80GB HBM3 MIG 1g.10gb, profile 1g.10gb, 16 multiprocessors at up to 1.980"
                                + " GHz, 10240 MiB; FP16 peak 130 TFLOP/s.",
                        "- TensorRT 10.15.1, CUDA 13.0, driver 580.65.06.",
                        "- PyTorch 2.15.0, diffusers 0.42.1 for sd15.");
        assertThat(report.objection(List.of(UNET))).isEmpty();
        assertThat(report.objection(List.of(UNET, POST)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("sd15 image_post 512x512 at batch 1"));
    }

    @Test
    void figuresHaveGoalsAndBaselines() throws IOException {
        var figures = BenchFigures.of(List.of(UNET));

        assertThat(figures)
                .extracting(Object::toString)
                .containsExactly(
                        "figure: gpu-proof.sd15.unet.512x512.b2.max-error 0.008120 of-largest goal <= 0.03000",
                        "figure: gpu-proof.sd15.unet.512x512.b2.mean-error 0.0004000 of-largest goal <= 0.003000",
                        "figure: gpu-proof.sd15.unet.512x512.b2.times-eager 2.000 x goal >= 1.000 baseline"
                                + " torch-eager-ms 25.00",
                        "figure: gpu-proof.sd15.unet.512x512.b2.times-compiled 1.600 x goal >= 1.000 baseline"
                                + " torch-compiled-ms 20.00");
        Path file = directory.resolve("target/figures.json");
        BenchFigures.write(figures, file);
        assertThat(Files.readString(file)).contains("\"name\" : \"gpu-proof.sd15.unet.512x512.b2.times-eager\"");
    }

    private static BenchRow row(
            String component, int batch, double millis, RelativeError error, Optional<Measured> torch) {
        return new BenchRow(
                new BenchRow.Call("sd15", component, 512, 512, batch),
                321,
                millis,
                2L << 30,
                error,
                torch,
                OptionalDouble.of(PEAK));
    }
}
