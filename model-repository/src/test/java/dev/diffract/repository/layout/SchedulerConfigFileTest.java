package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigFileTest {

    @TempDir
    Path directory;

    @Test
    void readsWhatIsSaidAndLeavesTheRestOpen() throws IOException {
        SchedulerConfig config =
                read("{\"_class_name\": \"PNDMScheduler\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                        + " \"beta_schedule\": \"scaled_linear\", \"set_alpha_to_one\": false, \"steps_offset\": 1,"
                        + " \"trained_betas\": null, \"skip_prk_steps\": true}");
        assertThat(config.className()).isEqualTo("PNDMScheduler");
        assertThat(config.trainTimesteps()).isEqualTo(1000);
        assertThat(config.betaSchedule()).isEqualTo("scaled_linear");
        assertThat(config.betaEnd()).isEqualTo(0.012);
        assertThat(config.predictionType()).isEqualTo("epsilon");
        assertThat(config.stepsOffset()).isEqualTo(1);
        assertThat(config.setAlphaToOne()).contains(false);
        assertThat(config.trainedBetas()).isEmpty();
        assertThat(config.timestepSpacing()).isEmpty();
        assertThat(config.clipSample()).isEmpty();
        assertThat(config.unsupported()).isEmpty();
    }

    @Test
    void listsEverySwitchNobodyImplements() throws IOException {
        SchedulerConfig config = read("{\"_class_name\": \"EulerDiscreteScheduler\", \"thresholding\": true,"
                + " \"skip_prk_steps\": false, \"final_sigmas_type\": \"zeros\", \"solver_order\": 4,"
                + " \"lower_order_final\": true}");
        assertThat(config.unsupported())
                .isEqualTo(List.of(
                        "skip_prk_steps = false",
                        "thresholding = true",
                        "final_sigmas_type = zeros",
                        "solver_order = 4"));
    }

    @Test
    void readsHowStepsAreSpreadAndTaken() throws IOException {
        SchedulerConfig config = read("{\"_class_name\": \"UniPCMultistepScheduler\", \"use_beta_sigmas\": true,"
                + " \"use_karras_sigmas\": false, \"final_sigmas_type\": \"sigma_min\", \"solver_type\": \"bh1\", \"solver_order\": 3,"
                + " \"rescale_betas_zero_snr\": true}");
        assertThat(config.rescaleZeroSnr()).isTrue();
        assertThat(config.solver())
                .isEqualTo(new SolverConfig(
                        Optional.of("beta"),
                        Optional.of("sigma_min"),
                        Optional.empty(),
                        Optional.of("bh1"),
                        Optional.of(3),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(config.unsupported()).isEmpty();
    }

    @Test
    void refusesWhatIsMissingOrOfTheWrongKind() {
        refused("{}", "'_class_name' is missing");
        refused(
                "{\"_class_name\": \"X\", \"use_karras_sigmas\": true, \"use_beta_sigmas\": true}",
                "'use_karras_sigmas' and 'use_beta_sigmas' exclude each other");
        refused("{\"_class_name\": 3}", "'_class_name' is not text");
        refused("{\"_class_name\": \"X\", \"beta_start\": \"small\"}", "'beta_start' is not a number");
        refused(
                "{\"_class_name\": \"X\", \"num_train_timesteps\": 0}",
                "'num_train_timesteps' is 0, expected at least 1");
        refused(
                "{\"_class_name\": \"X\", \"trained_betas\": [1, \"a\"]}",
                "'trained_betas' holds something that is not a number");
    }

    @Test
    void readsWhatPythonWritesForInfinity() throws IOException {
        SchedulerConfig config = read("{\"_class_name\": \"DPMSolverMultistepScheduler\","
                + " \"lambda_min_clipped\": -Infinity, \"sample_max_value\": NaN, \"flow_shift\": Infinity}");
        assertThat(config.unsupported()).isEmpty();
        refused("{\"_class_name\": \"X\", \"beta_start\": NaN}", "'beta_start' is NaN, expected a number");
        refused("{\"_class_name\": \"X\", \"beta_end\": -Infinity}", "'beta_end' is -Infinity, expected a number");
        refused(
                "{\"_class_name\": \"X\", \"trained_betas\": [0.1, Infinity]}",
                "'trained_betas' holds something that is not a number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "beta_start | 0 | beta_start is 0.0, expected a number between 0 and 1, both excluded",
                "beta_end | 1 | beta_end is 1.0, expected a number between 0 and 1, both excluded",
                "beta_end | -0.02 | beta_end is -0.02, expected a number between 0 and 1, both excluded",
                "beta_end | 12 | beta_end is 12.0, expected a number between 0 and 1, both excluded",
                "num_train_timesteps | 1 | num_train_timesteps is 1, expected a whole number from 2 to 100000",
                "num_train_timesteps | 200000000 | num_train_timesteps is 200000000, expected",
                "trained_betas | [0.1, 0.2] | trained_betas has 2 values, but num_train_timesteps is 1000",
                "steps_offset | 100 | steps_offset is 100, expected a whole number from 0 to 5",
                "steps_offset | -1 | steps_offset is -1, expected a whole number from 0 to 5",
                "timestep_spacing | \"random\" | timestep_spacing is random, expected leading, linspace, trailing",
                "clip_sample_range | 0 | clip_sample_range is 0.0, expected a number above 0",
                "timestep_scaling | -1 | timestep_scaling is -1.0, expected a number above 0",
                "original_inference_steps | 2000 | original_inference_steps is 2000, expected a whole number from 1",
                "original_inference_steps | 0 | original_inference_steps is 0, expected a whole number from 1",
                "prediction_type | \"sample\" | prediction_type is sample, expected epsilon, v_prediction",
                "use_dynamic_shifting | true | it asks for use_dynamic_shifting = true, which is not implemented",
                "solver_p | {} | it asks for solver_p = {}, which is not implemented"
            })
    void judgesWhatCannotBeDrawnWith(String key, String value, String sentence) throws IOException {
        Path file = directory.resolve("scheduler_config.json");
        Files.writeString(file, "{\"_class_name\": \"LCMScheduler\", \"" + key + "\": " + value + "}");
        assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(sentence);
    }

    @Test
    void betasOfTheTrainingAreBetween0And1() throws IOException {
        Path file = directory.resolve("scheduler_config.json");
        Files.writeString(
                file,
                "{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 3, \"trained_betas\": [0.1, 1.0, 0.2]}");
        assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                .hasMessage(file + ": trained_betas holds 1.0, expected numbers between 0 and 1, both excluded");
        Files.writeString(
                file,
                "{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 3, \"beta_end\": 7,"
                        + " \"trained_betas\": [0.1, 0.9, 0.2]}");
        assertThat(SchedulerConfigFile.require(file).trainedBetas()).isPresent();
    }

    @Test
    void whatTheFileLeavesOutIsAsInItsClassAndSaid() throws IOException {
        SchedulerConfig lcm = read("{\"_class_name\": \"LCMScheduler\"}");
        assertThat(lcm.betaStart()).isEqualTo(0.00085);
        assertThat(lcm.betaEnd()).isEqualTo(0.012);
        assertThat(lcm.betaSchedule()).isEqualTo("scaled_linear");
        SchedulerConfig heun = read("{\"_class_name\": \"HeunDiscreteScheduler\"}");
        assertThat(heun.betaStart()).isEqualTo(0.00085);
        assertThat(heun.betaSchedule()).isEqualTo("linear");
        SchedulerConfig euler = read("{\"_class_name\": \"EulerDiscreteScheduler\", \"beta_start\": 0.00085}");
        assertThat(euler.betaEnd()).isEqualTo(0.02);
        Path file = directory.resolve("scheduler_config.json");
        assertThat(SchedulerConfigFile.remarks(file))
                .containsExactly(
                        file + " does not say beta_schedule (linear), beta_end (0.02), num_train_timesteps (1000),"
                                + " prediction_type (epsilon), final_sigmas_type (zero), steps_offset (0),"
                                + " timestep_spacing (linspace): taken as diffusers does");
    }

    @Test
    void whatTheFileLeavesOutIsJudgedAsItsClassHasIt() throws IOException {
        read("{\"_class_name\": \"PNDMScheduler\"}");
        Path file = directory.resolve("scheduler_config.json");
        assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                .hasMessage(
                        file + ": it asks for skip_prk_steps = false (PNDMScheduler's default, as the key is missing;"
                                + " Stable Diffusion's files say true), which is not implemented");
        assertThat(read("{\"_class_name\": \"DDIMScheduler\"}").unsupported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"_class_name\": \"DDIMScheduler\"} | clip_sample (true), clip_sample_range (1.0), set_alpha_to_one (true), steps_offset (0), timestep_spacing (leading)",
                "{\"_class_name\": \"DDIMScheduler\", \"clip_sample\": false} | (epsilon), set_alpha_to_one (true), steps_offset (0), timestep_spacing (leading)",
                "{\"_class_name\": \"DDIMScheduler\", \"steps_offset\": 1} | set_alpha_to_one (true), timestep_spacing (leading)",
                "{\"_class_name\": \"PNDMScheduler\"} | set_alpha_to_one (false), steps_offset (0), timestep_spacing (leading)",
                "{\"_class_name\": \"LCMScheduler\"} | clip_sample (false), original_inference_steps (50), timestep_scaling (10.0)",
                "{\"_class_name\": \"KDPM2DiscreteScheduler\"} | (epsilon), steps_offset (0), timestep_spacing (linspace)"
            })
    void howStepsAreTakenIsSaidToo(String json, String defaults) throws IOException {
        read(json);
        Path file = directory.resolve("scheduler_config.json");
        assertThat(SchedulerConfigFile.remarks(file))
                .singleElement()
                .asString()
                .contains(defaults + ": taken as diffusers does");
    }

    @Test
    void whatIsTakenInsteadOfAClassIsSaid() throws IOException {
        read("{\"_class_name\": \"DPMSolverSinglestepScheduler\", \"num_train_timesteps\": 1000, \"beta_start\": 0.001,"
                + " \"beta_end\": 0.01, \"beta_schedule\": \"linear\", \"prediction_type\": \"epsilon\","
                + " \"lower_order_final\": false, \"solver_order\": 3, \"algorithm_type\": \"dpmsolver\"}");
        Path file = directory.resolve("scheduler_config.json");
        assertThat(SchedulerConfigFile.require(file).solver()).isEqualTo(SolverConfig.NONE);
        assertThat(SchedulerConfigFile.remarks(file))
                .containsExactly(
                        file + ": DPMSolverSinglestepScheduler has no sampler here; it has the noise schedule of"
                                + " DPMSolverMultistepScheduler, which is taken where a request names no sampler");
    }

    private SchedulerConfig read(String json) throws IOException {
        Path file = directory.resolve("scheduler_config.json");
        Files.writeString(file, json);
        return SchedulerConfigFile.read(file);
    }

    private void refused(String json, String fault) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessage(directory.resolve("scheduler_config.json") + ": " + fault);
    }
}
