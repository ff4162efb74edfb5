package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.layout.SchedulerClasses;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SchedulerConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code scheduler_config.json} as diffusers writes it, class by class: what is accepted can be drawn with, and the rest is
 * refused with the key. {@code tests/parity/record_scheduler_configs.py} recorded the texts.
 */
class SchedulerVerdictsTest {

    private static final JsonNode TEXTS = Vectors.read("scheduler-configs.json").get("texts");

    @TempDir
    Path directory;

    static Stream<String> texts() {
        Iterator<String> names = TEXTS.fieldNames();
        return StreamSupport.stream(((Iterable<String>) () -> names).spliterator(), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DDIMScheduler | DDIM",
                "DDIMParallelScheduler | DDIM",
                "DDPMScheduler | DDPM",
                "DDPMParallelScheduler | DDPM",
                "DEISMultistepScheduler | DEIS",
                "DPMSolverMultistepScheduler | DPM++ 2M",
                "DPMSolverSDEScheduler | DPM++ SDE",
                "DPMSolverSinglestepScheduler | DPM++ 2M",
                "EulerAncestralDiscreteScheduler | Euler a",
                "EulerDiscreteScheduler | Euler",
                "HeunDiscreteScheduler | Heun",
                "KDPM2AncestralDiscreteScheduler | DPM2 a",
                "KDPM2DiscreteScheduler | DPM2",
                "LCMScheduler | LCM",
                "LMSDiscreteScheduler | LMS",
                "SASolverScheduler | UniPC",
                "TCDScheduler | TCD",
                "UniPCMultistepScheduler | UniPC",
                "DDIM, v, zero SNR | DDIM",
                "PNDM, skip_prk_steps | PLMS",
                "Euler, v, zero SNR | Euler",
                "DPM++ 2M Karras | DPM++ 2M Karras",
                "DPM++ 3M | DPM++ 2M",
                "DEIS of third order | DEIS",
                "UniPC of third order | UniPC",
                "DPM++ 2M SDE | DPM++ 2M SDE",
                "DPM++ singlestep of third order | DPM++ 2M",
                "LCM of 4 steps | LCM"
            })
    void whatIsAcceptedIsDrawnWithTheSamplerOfItsClass(String text, String sampler) throws IOException {
        assertThat(Samplers.defaultFor(SchedulerConfigFile.require(write(text))).displayName())
                .isEqualTo(sampler);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EDMEulerScheduler | _class_name is EDMEulerScheduler, whose noise schedule is not implemented",
                "EDMDPMSolverMultistepScheduler | _class_name is EDMDPMSolverMultistepScheduler",
                "FlowMatchEulerDiscreteScheduler | _class_name is FlowMatchEulerDiscreteScheduler",
                "CogVideoXDDIMScheduler | _class_name is CogVideoXDDIMScheduler",
                "IPNDMScheduler | _class_name is IPNDMScheduler",
                "DDIMInverseScheduler | _class_name is DDIMInverseScheduler",
                "ScoreSdeVeScheduler | _class_name is ScoreSdeVeScheduler",
                "PNDMScheduler | skip_prk_steps = false",
                "DDIM, epsilon, zero SNR | rescale_betas_zero_snr is true with prediction_type epsilon",
                "DDIM, thresholding | thresholding = true",
                "DDIM, sample | prediction_type is sample, expected epsilon, v_prediction",
                "DDIM, sigmoid betas | beta_schedule is sigmoid, expected linear, scaled_linear, squaredcos_cap_v2",
                "DDPM, learned variance | variance_type = learned_range",
                "Euler, of a video model | timestep_type = continuous",
                "Euler, of a video model | sigma_max = 700.0",
                "Euler, log-linear | interpolation_type = log_linear",
                "UniPC of fourth order | solver_order = 4",
                "DPM without ++ | algorithm_type = dpmsolver",
                "DPM++ of a clipped cosine | lambda_min_clipped = -5.1",
                "DPM++ with Euler at the end | euler_at_final = true",
                "UniPC, flow | use_flow_sigmas = true",
                "UniPC, flow | prediction_type is flow_prediction",
                "UniPC without corrector | disable_corrector = [0,1]"
            })
    void whatIsNotImplementedIsRefusedByItsKey(String text, String sentence) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(sentence);
    }

    /** What the builder accepts, the frontend must not find fault with: neither at its start nor with any number of steps. */
    @ParameterizedTest
    @MethodSource("texts")
    void whateverIsAcceptedCanBeDrawnWith(String text) throws IOException {
        Path file = write(text);
        SchedulerConfig config;
        try {
            config = SchedulerConfigFile.require(file);
        } catch (RepositoryFileException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
            return;
        }
        SamplerFactory sampler = Samplers.defaultFor(config);
        int most = Set.of("LCM", "TCD").contains(sampler.infotextName()) ? 50 : GenerationLimits.STEPS;
        for (int steps = 1; steps <= most; steps++) {
            assertThat(sampler.create(config, steps).calls()).isPositive();
        }
    }

    @Test
    void everyClassThatIsDrawnHasASampler() {
        assertThat(SchedulerClasses.DRAWN)
                .allSatisfy(name -> assertThat(Samplers.find(name)).as(name).isPresent());
        assertThat(texts().flatMap(text -> SchedulerClasses.standIn(text).stream()))
                .isNotEmpty()
                .isSubsetOf(SchedulerClasses.DRAWN);
        List<String> aliases = Samplers.all().stream()
                .flatMap(sampler -> sampler.aliases().stream())
                .filter(alias -> alias.endsWith("Scheduler"))
                .toList();
        assertThat(SchedulerClasses.DRAWN).containsExactlyInAnyOrderElementsOf(aliases);
    }

    /** Every class of diffusers is told to be one or the other, so that a new one cannot become DDIM in silence. */
    @Test
    void aClassIsDrawnWithOrRefused() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (String text : texts().filter(name -> name.endsWith("Scheduler")).collect(Collectors.toList())) {
            boolean known = SchedulerClasses.DRAWN.contains(text)
                    || SchedulerClasses.standIn(text).isPresent();
            if (!known) {
                Path file = write(text);
                assertThatThrownBy(() -> SchedulerConfigFile.require(file))
                        .hasMessageContaining("_class_name is " + text);
                refused.add(text);
            }
        }
        assertThat(refused).hasSizeGreaterThan(20);
    }

    private Path write(String text) throws IOException {
        Path file = directory.resolve("scheduler_config.json");
        Files.writeString(file, TEXTS.get(text).asText());
        return file;
    }
}
