package dev.diffract.builder.planning.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.InstanceProfile;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.PlanningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedTextsTest {

    private static final String CARD =
            "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-c08d91cb-e324-655c-71ba-7570956445bc)\n";

    @TempDir
    private Path directory;

    private static Path saved(String name) {
        return Path.of("src/test/resources/nvidia-smi", name);
    }

    private Path text(String content) throws IOException {
        return Files.writeString(directory.resolve("text"), content);
    }

    private static List<GpuState> gpus(Path lgi, Path lgip, Path lgipp, Path list) {
        return new SavedTexts(
                        Optional.ofNullable(lgi),
                        Optional.ofNullable(lgip),
                        Optional.ofNullable(lgipp),
                        Optional.empty(),
                        Optional.ofNullable(list))
                .read();
    }

    @Test
    void fourTextsTellWhatNvmlTells() {
        List<GpuState> gpus =
                gpus(saved("h100-lgi.txt"), saved("h100-lgip.txt"), saved("h100-lgipp.txt"), saved("h100-list.txt"));

        assertThat(gpus).hasSize(2);
        GpuState gpu = gpus.get(0);
        assertThat(gpu.name()).contains("NVIDIA H100 80GB HBM3");
        assertThat(gpu.mig()).isEqualTo(MigMode.ON);
        assertThat(gpu.instances()).containsExactly(new GpuInstance(11, 19, 5, 1), new GpuInstance(2, 9, 0, 4));
        assertThat(gpu.devices()).extracting(MigDevice::profile).containsExactly("3g.40gb", "1g.10gb");
        InstanceProfile doubleMemory = gpu.profiles().get(2);
        assertThat(doubleMemory.id()).isEqualTo(15);
        assertThat(doubleMemory.sms()).isEqualTo(26);
        assertThat(doubleMemory.memoryMib()).isEqualTo(20091);
        assertThat(doubleMemory.places().starts()).containsExactly(0, 2, 4, 6);
        assertThat(gpu.profiles().get(6).places().size()).isEqualTo(8);
        assertThat(gpu.processes()).isEmpty();
    }

    @Test
    void narrowTablesOfOlderDriversAreRead() throws IOException {
        Path old = text("""
                +----------------------------------------------------+
                | GPU instances:                                     |
                | GPU   Name          Profile  Instance   Placement  |
                |                       ID       ID       Start:Size |
                |====================================================|
                |   0  MIG 1g.5gb       19       13          6:1     |\r
                +----------------------------------------------------+
                |  10  MIG 1g.5gb+me    20        1          0:1     |
                +----------------------------------------------------+
                """);

        assertThat(gpus(old, null, null, null)).extracting(GpuState::index).containsExactly(0, 10);
    }

    @Test
    void noInstancesAreNoError() throws IOException {
        Path none = text("No GPU instances found: Not Found\n");

        assertThat(gpus(none, saved("h100-lgip.txt"), null, null))
                .allMatch(gpu -> gpu.instances().isEmpty() && gpu.mig() == MigMode.ON);
        assertThatThrownBy(() -> gpus(none, null, null, null))
                .isInstanceOf(PlanningException.class)
                .hasMessageContaining("has no instances and so names no GPU");
    }

    @Test
    void noInstancesOnTheOnlyCardMeanThatMigIsOn() throws IOException {
        Path none = directory.resolve("none");
        Files.writeString(none, "No GPU instances found: Not Found\n");
        Path list = text(CARD);

        assertThat(gpus(none, null, null, list)).extracting(GpuState::mig).containsExactly(MigMode.ON);
    }

    @Test
    void whichOfSeveralCardsHasMigOnIsNotKnownFromNoInstances() throws IOException {
        Path none = directory.resolve("none");
        Files.writeString(none, "No GPU instances found: Not Found\n");
        Path list = text(CARD + CARD.replace("GPU 0", "GPU 1"));

        assertThat(gpus(none, null, null, list))
                .extracting(GpuState::mig)
                .containsExactly(MigMode.UNKNOWN, MigMode.UNKNOWN);
        Path table = directory.resolve("lgip");
        Files.write(
                table,
                Files.readAllLines(saved("h100-lgip.txt")).stream()
                        .filter(line -> !line.matches("\\|\\s+1 .*"))
                        .toList());
        assertThat(gpus(none, table, null, list))
                .as("the table of profiles has every card on which MIG is on")
                .extracting(GpuState::mig)
                .containsExactly(MigMode.ON, MigMode.OFF);
    }

    @Test
    void aMachineWithoutMigSwitchedOnHasNoInstances() throws IOException {
        Path off = directory.resolve("off");
        Files.writeString(off, "No MIG-enabled devices found.\n");
        Path list = text(CARD);

        for (List<GpuState> gpus :
                List.of(gpus(off, null, null, list), gpus(null, off, off, list), gpus(off, off, off, list))) {
            assertThat(gpus).extracting(GpuState::mig).containsExactly(MigMode.OFF);
            assertThat(gpus.get(0).instancesKnown()).isTrue();
            assertThat(gpus.get(0).instances()).isEmpty();
        }
        assertThatThrownBy(() -> gpus(off, saved("h100-lgip.txt"), null, null))
                .hasMessage(off
                        + ":1: nvidia-smi says that no GPU has MIG switched on, and another text shows what only MIG has:"
                        + " save all texts at the same time");
        assertThatThrownBy(() -> gpus(off, null, null, null))
                .hasMessage(off
                        + ":1: nvidia-smi says that no GPU has MIG switched on, and so names no GPU: give the output of"
                        + " 'nvidia-smi -L' with --list too");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; is empty: expected the output of 'nvidia-smi mig -lgi'",
                "'\n\n'; is empty: expected the output of 'nvidia-smi mig -lgi'",
                "No MIG-enabled devices found.; :1: nvidia-smi says that no GPU has MIG switched on",
                "No MIG-supported devices found.; :1: nvidia-smi says that no GPU has MIG,",
                "bash: nvidia-smi: command not found; :1: 'bash: nvidia-smi: command not found' is no line of",
                "'| GPU instance profiles:   |'; :1: this is the table of GPU instance profiles, expected the output of 'nvidia-smi mig -lgi'",
                "'| GPU instances:  |\n|==|\n|   0  MIG 1g.5gb       19 |'; :3: '|   0  MIG 1g.5gb       19 |' is no row of 'nvidia-smi mig -lgi'",
                "'| GPU instances:  |\n|==|'; : the table has no rows: it is cut off",
                "'+--+'; : the table is missing; expected the output of 'nvidia-smi mig -lgi'"
            })
    void whatIsNoTableOfInstancesIsRefused(String content, String sentence) throws IOException {
        Path file = text(content);

        assertThatThrownBy(() -> gpus(file, null, null, null))
                .isInstanceOf(PlanningException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GPU 0 is fine; :1: 'GPU 0 is fine' is no line of 'nvidia-smi -L'",
                "'  MIG 3g.40gb     Device  0: (UUID: MIG-4)'; :1: 'MIG 3g.40gb",
                "No devices found.; nvidia-smi found no GPU there"
            })
    void whatIsNoListIsRefused(String content, String sentence) throws IOException {
        Path file = text(content);

        assertThatThrownBy(() -> gpus(null, null, null, file))
                .isInstanceOf(PlanningException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void textsOfDifferentMachinesAreRefused() throws IOException {
        Path list = text("GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-c08d91cb-e324-655c-71ba-7570956445bc)\n");

        assertThatThrownBy(() -> gpus(saved("h100-lgi.txt"), null, null, list))
                .hasMessage(
                        list + " does not list GPU 1, which another text names: save all texts on the same machine");
    }

    @Test
    void instancesMustBeKnown() {
        assertThatThrownBy(() -> gpus(null, saved("h100-lgip.txt"), null, null))
                .hasMessage(
                        "the texts do not say which instances exist: give the output of 'nvidia-smi mig -lgi' with --lgi");
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        assertThatThrownBy(() -> gpus(directory.resolve("gone"), null, null, null))
                .hasMessage(
                        directory.resolve("gone") + " does not exist: expected the output of 'nvidia-smi mig -lgi'");
        assertThatThrownBy(() -> gpus(directory, null, null, null))
                .hasMessage(directory + " is a directory: expected the output of 'nvidia-smi mig -lgi'");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> gpus(binary, null, null, null)).hasMessageContaining("is no text");
        Path places = text("GPU  0 Profile ID 19 Placements: {}:1");
        assertThatThrownBy(() -> gpus(saved("h100-lgi.txt"), null, places, null))
                .hasMessage(
                        places + ":1: 'GPU  0 Profile ID 19 Placements: {}:1' is no line of 'nvidia-smi mig -lgipp'");
    }
}
