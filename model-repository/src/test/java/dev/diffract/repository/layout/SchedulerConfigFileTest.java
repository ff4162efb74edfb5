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

class SchedulerConfigFileTest {

    @TempDir
    Path directory;

    @Test
    void readsWhatIsSaidAndLeavesTheRestOpen() throws IOException {
        SchedulerConfig config =
                read("{\"_class_name\": \"PNDMScheduler\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                        + " \"beta_schedule\": \"scaled_linear\", \"set_alpha_to_one\": false, \"steps_offset\": 1,"
                        + " \"trained_betas\": null}");
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
                + " \"skip_prk_steps\": false, \"final_sigmas_type\": \"zeros\", \"solver_order\": 3,"
                + " \"lower_order_final\": true}");
        assertThat(config.unsupported())
                .isEqualTo(List.of(
                        "skip_prk_steps = false",
                        "thresholding = true",
                        "final_sigmas_type = zeros",
                        "solver_order = 3"));
    }

    @Test
    void readsHowStepsAreSpreadAndTaken() throws IOException {
        SchedulerConfig config = read("{\"_class_name\": \"UniPCMultistepScheduler\", \"use_beta_sigmas\": true,"
                + " \"use_karras_sigmas\": false, \"final_sigmas_type\": \"sigma_min\", \"solver_type\": \"bh1\","
                + " \"rescale_betas_zero_snr\": true}");
        assertThat(config.rescaleZeroSnr()).isTrue();
        assertThat(config.solver())
                .isEqualTo(new SolverConfig(
                        Optional.of("beta"),
                        Optional.of("sigma_min"),
                        Optional.empty(),
                        Optional.of("bh1"),
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
