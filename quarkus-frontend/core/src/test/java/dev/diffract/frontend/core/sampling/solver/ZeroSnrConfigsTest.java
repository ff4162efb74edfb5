package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.SchedulerClasses;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SchedulerConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A checkpoint's own configuration that rescales the noise schedule of a model of the noise: who builds hears what a request that
 * says nothing would get.
 */
class ZeroSnrConfigsTest {

    /** Some runs have too few steps with the first, and too many with the last. */
    private static final int[] NUMBERS_OF_STEPS = {20, 60};

    /** Of a picture's pixels; it is black for the most part from here on. */
    private static final double MOST_OF_IT = 0.5;

    private static final JsonNode RECORDED = Vectors.read("zero-snr.json");

    private static final List<String> SPACINGS = List.of("", "leading", "linspace", "trailing");
    private static final List<String> SIGMAS = List.of("", "karras", "exponential", "beta");
    private static final String REFUSAL =
            "rescale_betas_zero_snr is true with prediction_type epsilon, and the first step";
    private static final String REMARK = "drawn with the noise schedule of the training";

    @TempDir
    Path directory;

    static Stream<String> configurations() {
        List<String> standIns = List.of(
                "DDIMParallelScheduler", "DDPMParallelScheduler", "DPMSolverSinglestepScheduler", "SASolverScheduler");
        return Stream.concat(SchedulerClasses.DRAWN.stream().sorted(), standIns.stream())
                .flatMap(name -> name.equals("DPMSolverMultistepScheduler")
                        ? Stream.of(named(name), named(name) + ", \"algorithm_type\": \"sde-dpmsolver++\"")
                        : Stream.of(named(name)))
                .flatMap(json -> SPACINGS.stream()
                        .map(spacing ->
                                spacing.isEmpty() ? json : json + ", \"timestep_spacing\": \"" + spacing + "\""))
                .flatMap(json -> SIGMAS.stream()
                        .map(sigmas -> sigmas.isEmpty() ? json : json + ", \"use_" + sigmas + "_sigmas\": true"));
    }

    private static String named(String className) {
        return "{\"_class_name\": \"" + className + "\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                + " \"beta_schedule\": \"scaled_linear\", \"skip_prk_steps\": true, \"steps_offset\": 1,"
                + " \"clip_sample\": false, \"rescale_betas_zero_snr\": true";
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void whatIsRefusedWouldNotBeDrawnAndWhatIsSaidIsTrue(String json) throws IOException {
        Path file = write(json + "}");
        SchedulerConfig config = SchedulerConfigFile.read(file);
        Optional<Sampler> sampler = sampler(config, Optional.empty());
        if (sampler.isEmpty()) {
            assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                    .isInstanceOf(RepositoryFileException.class)
                    .hasMessageContaining(REFUSAL);
            return;
        }
        assertThat(SchedulerConfigFile.require(file)).isEqualTo(config);
        float[] trained = last(sampler(config, Optional.of(false)).orElseThrow());
        boolean asTrained = Arrays.equals(last(sampler.get()), trained);
        assertThat(String.join("\n", SchedulerConfigFile.remarks(file)).contains(REMARK))
                .isEqualTo(asTrained);
    }

    /** {@code tests/parity/record_zero_snr.py} recorded it: refused is what diffusers comes to no picture with, however many steps. */
    @TestFactory
    Stream<DynamicTest> whatIsRefusedIsDrawnWithNoNumberOfSteps() {
        Map<String, Boolean> drawn = new LinkedHashMap<>();
        // A single step of linspace is at the first timestep, wherever all others begin.
        StreamSupport.stream(RECORDED.get("rows").spliterator(), false)
                .filter(row -> row.get("steps").asInt() > 1)
                .forEach(row -> drawn.merge(configuration(row), isDrawn(row), Boolean::logicalOr));
        return drawn.entrySet().stream()
                .map(recorded -> dynamicTest(recorded.getKey(), () -> {
                    Path file = write(recorded.getKey() + "}");
                    if (recorded.getValue()) {
                        assertThat(SchedulerConfigFile.require(file).rescaleZeroSnr())
                                .isTrue();
                    } else {
                        assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                                .hasMessageContaining(REFUSAL);
                    }
                }));
    }

    private static boolean isDrawn(JsonNode row) {
        return row.get("verdict").asText().equals("draws") && row.get("dark").asDouble() < MOST_OF_IT;
    }

    private static String configuration(JsonNode row) {
        String sampler = row.get("sampler").asText();
        String algorithm = sampler.contains("SDE") ? ", \"algorithm_type\": \"sde-dpmsolver++\"" : "";
        String solver = sampler.endsWith("Heun") ? ", \"solver_type\": \"heun\"" : "";
        String schedule = row.get("schedule").asText().toLowerCase(Locale.ROOT);
        return named(className(sampler)) + algorithm + solver + ", \"timestep_spacing\": \""
                + row.get("spacing").asText() + "\""
                + (schedule.equals("uniform") ? "" : ", \"use_" + schedule + "_sigmas\": true");
    }

    private static String className(String sampler) {
        return Samplers.find(sampler.replaceFirst(" SDE.*", "")).orElseThrow().aliases().stream()
                .filter(alias -> alias.endsWith("Scheduler"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void someAreRefusedAndSomeAreDrawnAsTrained() throws IOException {
        int refused = 0;
        int remarked = 0;
        for (String json : configurations().toList()) {
            Path file = write(json + "}");
            remarked += String.join("", SchedulerConfigFile.remarks(file)).contains(REMARK) ? 1 : 0;
            refused += sampler(SchedulerConfigFile.read(file), Optional.empty()).isEmpty() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(remarked).isGreaterThan(50);
    }

    private static Optional<Sampler> sampler(SchedulerConfig config, Optional<Boolean> rescaled) {
        SamplerOptions options =
                new SamplerOptions(OptionalDouble.empty(), Optional.empty(), Optional.empty(), rescaled);
        for (int steps : NUMBERS_OF_STEPS) {
            try {
                return Optional.of(Samplers.defaultFor(config).create(config, steps, options));
            } catch (UndrawableException e) {
                assertThat(e.obstacle()).isNotNull();
            }
        }
        return Optional.empty();
    }

    private static float[] last(Sampler sampler) {
        return Runs.last(Runs.run(sampler, 1, 16)).latents();
    }

    private Path write(String text) throws IOException {
        Path file = directory.resolve("scheduler_config.json");
        Files.writeString(file, text);
        return file;
    }
}
