package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sampler an infotext means: of this program, of versions of AUTOMATIC1111, and of programs with other names. */
class WrittenSamplerTest {

    private static final String REST = ", CFG scale: 7, Seed: 5, Size: 64x64";

    private static Stream<String> names() {
        return Samplers.names();
    }

    /** Names that mean a choice of AUTOMATIC1111, where it says that it chose. */
    private static Stream<String> namesOfTheirOwnSchedule() {
        return names().filter(name -> Samplers.find(name).orElseThrow().usual() != SigmaSchedule.UNIFORM
                || !Samplers.find(name).orElseThrow().infotextName().equals(name));
    }

    private static String read(String sampler, String more) {
        return InfotextReader.read("a\nSteps: 20, Sampler: " + sampler + REST + more)
                .request()
                .sampling()
                .sampler();
    }

    private static SamplerFactory posted(String sampler, SigmaSchedule schedule) {
        return TestPlans.of(
                        TestModels.model(),
                        GenerationRequest.builder()
                                .prompt("a")
                                .sampler(sampler)
                                .options(new SamplingOptions(
                                        schedule == null ? null : schedule.id(), null, null, null, null))
                                .build())
                .sampler();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameOfRequestsMeansTheSame(String name) {
        String meant = posted(name, null).displayName();
        assertThat(read(name, "")).isEqualTo(meant);
        assertThat(read(name.toUpperCase(Locale.ROOT), "")).isEqualTo(meant);
        assertThat(posted(read(name, ""), null).displayName()).isEqualTo(meant);
    }

    @ParameterizedTest
    @MethodSource("namesOfTheirOwnSchedule")
    void anAutomaticChoiceLeavesANamesOwnSchedule(String name) {
        assertThat(read(name, ", Schedule type: Automatic, Version: v1.10.1"))
                .isEqualTo(posted(name, null).displayName());
    }

    /** Its own list, recorded by {@code tests/parity/record_web_ui.py}; of the rest the automatic choice is even timesteps, as here. */
    @Test
    void anAutomaticChoiceIsThatOfTheOriginal() {
        JsonNode automatic = Vectors.read("sampler-web-ui-grids.json.gz").get("automatic");
        assertThat(automatic).hasSize(9);
        Samplers.all().stream().filter(SamplerFactory::scheduled).forEach(sampler -> {
            String name = sampler.infotextName();
            String read = read(name, ", Schedule type: Automatic, Version: v1.10.1");
            assertThat(Samplers.find(read).orElseThrow().scheduleType())
                    .as(name)
                    .isEqualTo(automatic.path(name).asText("Automatic"));
        });
    }

    @Test
    void everyScheduleBesideAnyNameIsTaken() {
        Samplers.all().stream()
                .filter(sampler -> sampler.scheduled() && sampler.takesSchedules(Optional.of(TimestepSpacing.ORIGINAL)))
                .forEach(sampler -> Arrays.stream(SigmaSchedule.values())
                        .filter(schedule -> schedule != SigmaSchedule.AUTOMATIC)
                        .forEach(schedule -> assertThat(
                                        read(sampler.infotextName(), ", Schedule type: " + schedule.label()))
                                .isEqualTo(
                                        posted(sampler.infotextName(), schedule).displayName())));
    }

    @ParameterizedTest
    @CsvSource({
        "dpmpp_2m_karras, DPM++ 2M Karras",
        "k_dpmpp_2m, DPM++ 2M Karras",
        "k_dpm_2_a, DPM2 a Karras",
        "Restart, Restart",
        "DPM++ 2M Karras, DPM++ 2M Karras",
    })
    void theScheduleOfANameIsKept(String name, String meant) {
        for (String more : new String[] {"", ", Schedule type: Automatic", ", Version: v1.6.0", ", Version: v1.10.1"}) {
            assertThat(read(name, more)).isEqualTo(meant);
        }
        assertThat(Samplers.find(meant).orElseThrow().schedule()).isEqualTo(SigmaSchedule.KARRAS);
    }

    /** Before 1.9 there were two samplers, with and without Karras' schedule. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DPM++ 2M|DPM++ 2M|",
                "DPM++ 2M|DPM++ 2M|, Version: v1.6.0",
                "DPM++ 2M|DPM++ 2M|, Version: 1.8.0-RC",
                "DPM++ 2M|DPM++ 2M|, Version: f0.0.17v1.8.0rc-latest-276-g29be1da7",
                "DPM++ 2M|DPM++ 2M|, Version: ComfyUI",
                "DPM++ 2M SDE|DPM++ 2M SDE|, Version: v1.6.0",
                "DPM++ 2M|DPM++ 2M Karras|, Version: v1.9.0",
                "DPM++ 2M|DPM++ 2M Karras|, Version: v1.10.1",
                "DPM++ 2M|DPM++ 2M Karras|, Version: f2.0.1v1.10.1-previous-659-gc055f2d4",
                "DPM++ 2M|DPM++ 2M Karras|, Version: v2.0",
                "DPM++ 2M|DPM++ 2M Karras|, Schedule type: Automatic",
                "DPM++ 2M|DPM++ 2M Karras|, Schedule type: Automatic, Version: v1.6.0",
                "dpm++ 2m sde|DPM++ 2M SDE Exponential|, Schedule type: automatic",
                "DPM++ 2M|DPM++ 2M Automatic|, Schedule type: Automatic, Version: Diffract 1",
                "DPM++ 2M|DPM++ 2M|, Schedule type: Uniform, Version: Diffract 1",
            })
    void aBareNameMeansWhatItsVersionDrew(String name, String meant, String more) {
        assertThat(read(name, more == null ? "" : more)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unheard Of", "DPM++ 2M Turbo Karras", "Karras", " "})
    void aSamplerThatIsNotServedIsLeftOverWithItsSchedule(String name) {
        RestoredRequest restored = InfotextReader.read("a\nSteps: 20, Schedule type: Karras, Sampler: " + name + REST);
        assertThat(restored.request().sampling().sampler()).isNull();
        assertThat(restored.others()).containsEntry("Sampler", name.strip()).containsEntry("Schedule type", "Karras");
    }

    @ParameterizedTest
    @CsvSource({"Euler a, Turbo", "Euler a, Karras Exponential", "DDIM, Karras"})
    void aScheduleThatIsNotServedIsLeftOver(String name, String schedule) {
        RestoredRequest restored =
                InfotextReader.read("a\nSteps: 20, Sampler: " + name + ", Schedule type: " + schedule + REST);
        assertThat(restored.request().sampling().sampler()).isEqualTo(name);
        assertThat(restored.others()).containsOnlyKeys("Schedule type");
    }
}
