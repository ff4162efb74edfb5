package dev.diffract.builder.planning.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.InstanceProfile;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.nvidia.nvml.Places;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which card a GPU is, from what drivers really say. */
class MachineTest {

    private static final OptionalInt NOT_KNOWN = OptionalInt.empty();

    @TempDir
    private Path directory;

    private Plan plan(String model, String profile) throws IOException {
        return PlanReader.read(Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: /srv/diffract
                models: {sd15: {source: sd15-onnx, resolutions: [512x512]}}
                gpus:
                  - {model: %s, slices: [{profile: %s, model: sd15}]}
                """.formatted(model, profile)));
    }

    private static GpuState gpu(String name, OptionalInt pciId, OptionalInt mib, InstanceProfile... profiles) {
        return new GpuState(
                new GpuState.Identity(0, Optional.ofNullable(name), Optional.empty(), pciId),
                mib,
                MigMode.ON,
                List.of(profiles),
                GpuState.Cut.NONE,
                Optional.empty());
    }

    private static InstanceProfile offers(String name, int id, int sms, double gib) {
        return new InstanceProfile(Optional.of(name), id, sms, (int) (gib * 1024), 7, NOT_KNOWN, Places.UNKNOWN);
    }

    private Optional<String> detected(String profile, GpuState gpu) throws IOException {
        return Machine.of(plan("detect", profile), List.of(gpu))
                .detected()
                .gpus()
                .get(0)
                .model()
                .map(GpuModel::name);
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GH200 120GB, 1g.12gb, GH200-96GB",
        "NVIDIA GH200 480GB, 3g.48gb, GH200-96GB",
        "NVIDIA A100-SXM-64GB, 1g.8gb, A100-64GB",
        "NVIDIA H20-3e, 1g.18gb, H20-141GB",
        "NVIDIA H100 64GB HBM2, 1g.8gb, H100-64GB",
        "A100-SXM4-40GB, 1g.5gb, A100-40GB"
    })
    void aNameIsEnough(String name, String profile, String card) throws IOException {
        assertThat(detected(profile, gpu(name, NOT_KNOWN, NOT_KNOWN))).hasValue(card);
    }

    @ParameterizedTest
    @CsvSource({
        // The number in the name is not the card's memory, or the name is new: the chip and the memory tell.
        "NVIDIA GH200 624GB, 97871, 1g.12gb, GH200-96GB",
        "NVIDIA GH200 624GB, 146432, 1g.18gb, GH200-144GB",
        "NVIDIA H20, 143771, 1g.18gb, H20-141GB",
        "NVIDIA H20-NVL16, 97871, 1g.12gb, H20-96GB",
        "NVIDIA A100-SXM5-80GB, 81920, 1g.10gb, A100-80GB",
        "NVIDIA A800-SXM5-40GB, 40960, 1g.5gb, A100-40GB",
        "GRID A100-PCIE, 40960, 1g.5gb, A100-40GB",
        "NVIDIA RTX PRO 6000 Blackwell DC-4, 97887, 1g.24gb, RTX-PRO-6000-96GB"
    })
    void memoryDecidesWhereTheNameDoesNot(String name, int mib, String profile, String card) throws IOException {
        assertThat(detected(profile, gpu(name, NOT_KNOWN, OptionalInt.of(mib)))).hasValue(card);
    }

    @Test
    void memoryExcludesWhatPciIdAndNameSay() throws IOException {
        assertThat(detected("1g.18gb", gpu("NVIDIA H20", OptionalInt.of(0x232910DE), OptionalInt.of(143_771))))
                .hasValue("H20-141GB");
    }

    @Test
    void theTableOfProfilesDecidesWhereTheNameDoesNot() throws IOException {
        assertThat(detected("1g.16gb", gpu("NVIDIA A100", NOT_KNOWN, NOT_KNOWN, offers("1g.8gb", 19, 14, 7.62))))
                .hasValue("A100-64GB");
        assertThat(detected(
                        "1g.12gb",
                        gpu(
                                "NVIDIA H100 Future",
                                NOT_KNOWN,
                                NOT_KNOWN,
                                offers("1g.12gb", 19, 16, 10.75),
                                offers("3g.47gb", 9, 60, 46.38))))
                .hasValue("H100-94GB");
    }

    /** 7g.79gb is what a driver once called the whole of an A100 with 80 GB. */
    @Test
    void aProfileGoesByTheNameThatThisDriverGivesIt() throws IOException {
        GpuState gpu = gpu("NVIDIA A100 80GB PCIe", NOT_KNOWN, NOT_KNOWN, offers("7g.79gb", 0, 98, 78.5));

        Plan detected = Machine.of(plan("detect", "7g.79gb"), List.of(gpu)).detected();

        assertThat(detected.gpus()
                        .get(0)
                        .slices()
                        .get(0)
                        .profile()
                        .orElseThrow()
                        .name())
                .isEqualTo("7g.80gb");
    }

    @Test
    void whatCannotBeToldIsAdviceThatWorks() throws IOException {
        GpuState gpu = gpu("NVIDIA A100", NOT_KNOWN, NOT_KNOWN);

        assertThatThrownBy(() -> detected("1g.10gb", gpu))
                .isInstanceOf(PlanningException.class)
                .hasMessageStartingWith(
                        "it cannot be told what card GPU 0 (NVIDIA A100) is, which the plan's 'gpu0' leaves to be detected: it may be"
                                + " A100-40GB or A100-80GB or A100-64GB")
                .hasMessageContaining("Write its model into " + directory.resolve("diffract.yaml"))
                .hasMessageEndingWith(
                        "or give the output of 'nvidia-smi mig -lgip' with --lgip, which may tell them apart");
        assertThat(Machine.of(plan("A100-80GB", "1g.10gb"), List.of(gpu)).gpus())
                .containsExactly(gpu);
    }

    @Test
    void aCardThatIsNotInTheCatalogueIsNotPromisedAnything() {
        assertThatThrownBy(() -> detected("1g.10gb", gpu("NVIDIA X9000", NOT_KNOWN, NOT_KNOWN)))
                .hasMessageEndingWith(
                        "no card of the catalogue has its name, memory and profiles, so nothing can be planned on it");
        assertThatThrownBy(() -> detected("1g.10gb", gpu("NVIDIA H100 Ultra", NOT_KNOWN, OptionalInt.of(300_000))))
                .hasMessageContaining("no card of the catalogue");
    }

    @Test
    void aCardOfAnotherSizeIsNotTheOneThatIsPlanned() {
        assertThatThrownBy(() -> Machine.of(
                        plan("A100-40GB", "1g.5gb"),
                        List.of(gpu("NVIDIA A100-SXM4-80GB", NOT_KNOWN, OptionalInt.of(81_920)))))
                .hasMessage(
                        "the plan's 'gpu0' is 1 x A100-40GB, and there are 0: besides that there is GPU 0 (NVIDIA A100-SXM4-80GB)");
        assertThatThrownBy(() -> Machine.of(
                        plan("H100-80GB", "1g.10gb"),
                        List.of(gpu("NVIDIA GeForce RTX 3080", NOT_KNOWN, OptionalInt.of(10_240)))))
                .hasMessageContaining("is 1 x H100-80GB, and there are 0");
    }

    @Test
    void aMachineWithoutGpusIsSaid() {
        assertThatThrownBy(() -> Machine.of(plan("A100-40GB", "1g.5gb"), List.of()))
                .hasMessage("there is no GPU on this machine, and the plan's 'gpu0' needs 1 x A100-40GB");
    }
}
