package dev.diffract.builder.planning.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.planning.lock.LockMaker;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans compared with texts of real machines; {@code SOURCES.md} beside them says of which. */
class RealTablesTest {

    @TempDir
    private Path directory;

    private Plan plan(String model, String... slices) throws IOException {
        return PlanReader.read(
                Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: /srv/diffract
                models: {sd15: {source: sd15-onnx, resolutions: [512x512]}}
                gpus:
                  - {model: %s, slices: [%s]}
                """.formatted(model, String.join(", ", slices))));
    }

    private static String slice(String profile, int count) {
        return String.format(Locale.ROOT, "{profile: %s, model: sd15, count: %d}", profile, count);
    }

    private static List<GpuState> gpus(String lgi, String lgip, String lci, String list) {
        return new SavedTexts(text(lgi), text(lgip), Optional.empty(), text(lci), text(list)).read();
    }

    private static Optional<Path> text(String name) {
        return Optional.ofNullable(name).map(file -> Path.of("src/test/resources/nvidia-smi", file + ".txt"));
    }

    private CardDiff diff(Plan plan, List<GpuState> gpus) {
        return PlanDiff.of(plan, gpus).cards().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "b200-lgip, 1g.45gb, B200-180GB",
        "b200-first-lgip, 1g.23gb, B200-180GB",
        "gb200-hgx-lgip, 1g.24gb, GB200-186GB",
        "gb200-lgip, 2g.47gb, GB200-186GB",
        "gh200-144-lgip, 1g.36gb, GH200-144GB",
        "h200-lgip, 3g.71gb, H200-141GB",
        "rtx-pro-6000-host-lgip, 1g.24gb, RTX-PRO-6000-96GB"
    })
    void aTableOfProfilesIsEnoughToTellTheCard(String lgip, String profile, String card) throws IOException {
        CardDiff diff = diff(plan("detect", slice(profile, 1)), gpus("none-lgi", lgip, null, null));

        assertThat(diff.card().model().name()).isEqualTo(card);
        assertThat(diff.created()).hasSize(1);
    }

    /** Up to two slices, the cards with 94 and 96 GB offer profiles of the same names and multiprocessors. */
    @Test
    void whatATableDoesNotTellApartIsNotGuessed() throws IOException {
        List<GpuState> gpus = gpus("none-lgi", "h100-nvl-lgip", null, null);

        assertThatThrownBy(() -> diff(plan("detect", slice("1g.12gb", 7)), gpus))
                .hasMessageContaining(
                        "it may be GA100-96GB or H100-94GB or H100-96GB or GH200-96GB. Write its model into");
        assertThat(diff(plan("H100-94GB", slice("1g.12gb", 7)), gpus).created()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({"GH200-96GB", "detect", "NVIDIA GH200 120GB"})
    void aCardIsKnownThoughItIsCalledAfterItsCpusMemory(String model) throws IOException {
        CardDiff diff = diff(plan(model, slice("1g.12gb", 7)), gpus("none-lgi", null, null, "gh200-120-list"));

        assertThat(diff.card().model().name()).isEqualTo("GH200-96GB");
        assertThat(diff.created()).hasSize(7);
    }

    @Test
    void computeInstancesWithAPartOfTheirInstanceAreGaps() throws IOException {
        Plan plan = plan("A100-40GB", slice("3g.20gb", 1), slice("2g.10gb", 1), slice("1g.5gb", 2));
        List<GpuState> listed = gpus("a100-1c-lgi", null, null, "a100-1c-list");
        List<GpuState> told = gpus("a100-1c-lgi", null, "a100-1c-lci", "a100-1c-list");

        for (List<GpuState> gpus : List.of(listed, told)) {
            CardDiff diff = diff(plan, gpus);
            assertThat(diff.kept()).hasSize(4);
            assertThat(diff.created()).isEmpty();
            assertThat(diff.nothingToDo()).isFalse();
            assertThat(diff.unusable()).extracting(GpuInstance::id).containsExactlyInAnyOrder(1, 6);
            assertThat(diff.gaps())
                    .flatExtracting(ComputeGap::parts)
                    .extracting(ComputeInstance::profile)
                    .containsExactlyInAnyOrder("1c.3g.20gb", "1c.2g.10gb");
            assertThat(Step.of(diff))
                    .flatExtracting(Step::commands)
                    .anyMatch(command -> command.matches("nvidia-smi mig -i 0 -gi (1,6|6,1) -dci"))
                    .anyMatch(command -> command.startsWith("nvidia-smi mig -i 0 -gi 1 -lcip"));
        }
        assertThatThrownBy(() -> LockMaker.make(plan, listed))
                .hasMessageContaining("'diffract plan show --diff' says what to change");
    }

    @Test
    void theFirstDriversSayInTheUuidWhichInstanceADeviceIsIn() throws IOException {
        Plan plan = plan("A100-40GB", slice("3g.20gb", 2));

        for (String lci : new String[] {null, "a100-r450-lci"}) {
            CardDiff diff = diff(plan, gpus("a100-r450-lgi", null, lci, "a100-r450-list"));
            assertThat(diff.unusable()).extracting(GpuInstance::id).containsExactlyInAnyOrder(1, 2);
        }
        assertThat(diff(plan, gpus("a100-r450-lgi", null, null, "a100-r450-list"))
                        .gpu()
                        .name())
                .hasValue("A100-SXM4-40GB");
    }

    @Test
    void instancesWithoutAnyComputeInstanceAreGaps() throws IOException {
        Path list = Files.writeString(
                directory.resolve("list"),
                "GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-000000a0-1111-5222-8333-0000000000a0)\n");
        List<GpuState> gpus = new SavedTexts(
                        text("a100-1c-lgi"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(list))
                .read();

        CardDiff diff = diff(plan("A100-40GB", slice("3g.20gb", 1), slice("2g.10gb", 1), slice("1g.5gb", 2)), gpus);

        assertThat(diff.unusable()).hasSize(4);
        assertThat(diff.cleared()).isEmpty();
        assertThat(diff.nothingToDo()).isFalse();
    }

    @Test
    void oneOfSeveralIsNotNamedWhereItIsNotKnown() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), """
                GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-000000a0-1111-5222-8333-0000000000a0)
                  MIG 3g.20gb     Device  0: (UUID: MIG-00000001-1111-5222-8333-000000000001)
                  MIG 2g.10gb     Device  1: (UUID: MIG-00000002-1111-5222-8333-000000000002)
                  MIG 1g.5gb      Device  2: (UUID: MIG-00000003-1111-5222-8333-000000000003)
                """);
        Plan plan = plan("A100-40GB", slice("3g.20gb", 1), slice("2g.10gb", 1), slice("1g.5gb", 2));

        CardDiff diff = diff(
                plan,
                new SavedTexts(
                                text("a100-1c-lgi"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(list))
                        .read());

        assertThat(diff.unusable()).isEmpty();
        assertThat(diff.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.lacking()).isEqualTo(1);
            assertThat(gap.instances()).extracting(GpuInstance::id).containsExactly(11, 12);
        });
        assertThat(diff.nothingToDo()).isFalse();
    }

    @Test
    void aListAloneIsComparedByProfile() throws IOException {
        List<GpuState> gpus = gpus(null, null, null, "h100-list");

        CardDiff diff = diff(plan("H100-80GB", slice("3g.40gb", 1), slice("1g.10gb", 2)), gpus);

        assertThat(diff.placesKnown()).isFalse();
        assertThat(diff.nothingToDo()).isFalse();
        assertThat(diff.tally().found()).hasSize(2);
        assertThat(diff.tally().missing()).hasSize(1);
        assertThat(diff.tally().others()).isEmpty();
    }

    @Test
    void instancesAloneDoNotTellWhetherTheyCanBeUsed() throws IOException {
        Plan plan = plan("H100-80GB", slice("3g.40gb", 1), slice("1g.10gb", 1));

        assertThat(diff(plan, gpus("h100-lgi", null, null, "h100-list")).computeKnown())
                .isTrue();
        assertThat(diff(plan, gpus("h100-lgi", "h100-lgip", "h100-lci", null)).computeKnown())
                .isTrue();
        assertThat(diff(plan, gpus("h100-lgi", "h100-lgip", null, null)).computeKnown())
                .isFalse();
    }

    @Test
    void textsOfDifferentTimesAreRefused() {
        assertThatThrownBy(() -> gpus("none-lgi", null, null, "a100-1c-list"))
                .hasMessageContaining("lists MIG devices of GPU 0, and ")
                .hasMessageEndingWith("has no instance of it: save both at the same time");
    }
}
