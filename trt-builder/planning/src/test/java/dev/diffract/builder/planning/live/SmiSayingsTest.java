package dev.diffract.builder.planning.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.planning.PlanningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people really saved in place of a table or a list, as it stands in public reports. */
class SmiSayingsTest {

    @TempDir
    private Path directory;

    private static SavedTexts lgi(Path file) {
        return new SavedTexts(
                Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static SavedTexts list(Path file) {
        return new SavedTexts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // A user's job under Slurm, in notes on a node's MIG capabilities. It begins as the answer for none
                // does.
                "'Failed to display GPU instances: Insufficient Permissions\nNo GPU instances found: Insufficient Permissions'; run it with sudo",
                "No GPU instances found: Insufficient Permissions; run it with sudo",
                // Project-HAMi/HAMi, issue 1044
                "Failed to display compute instances: Insufficient Permissions; to the root user alone",
                // The MIG user guide, MIG mode in a virtual machine
                "Warning: MIG mode is in pending enable state for GPU 00000000:00:03.0:Not Supported; only after a reset of the GPU",
                // Notes on MIG on an A30
                "Warning: MIG mode is in pending enable state for GPU 00000000:0B:00.0:In use by another client; or reboot",
                // gemfield's notes on an AI server, and many others
                "Unable to determine the device handle for GPU 0000:4C:00.0: GPU is lost.  Reboot the system to recover this GPU; reboot the machine",
                "Unable to determine the device handle for GPU1: 0000:0A:00.0: GPU is lost.  Reboot the system to recover this GPU; does not answer",
                // Notes on passing a Quadro through to a virtual machine
                "Unable to determine the device handle for GPU 0000:04:00.0: Unknown Error; look for NVRM in the kernel's log",
                // A demonstration of MIG on a laptop
                "'Unable to determine the device handle for GPU 00000000:01:00.0: Not Supported'; the GPU has no MIG",
                // A container after an update of its host
                "'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.195'; of different versions",
                // A container whose devices systemd took away
                "Failed to initialize NVML: Unknown Error; the container lost its GPUs: restart it",
                // WSL
                "Failed to initialize NVML: GPU access blocked by the operating system; there is no MIG there",
                "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.; the NVIDIA driver is not loaded there",
                "bash: nvidia-smi: command not found; the shell found no nvidia-smi there",
                // Debian's /bin/sh, Alpine's, fish, Windows' two shells, and Docker
                "sh: 1: nvidia-smi: not found; the shell found no nvidia-smi there",
                "/bin/sh: nvidia-smi: not found; the shell found no nvidia-smi there",
                "fish: Unknown command: nvidia-smi; the shell found no nvidia-smi there",
                "'''nvidia-smi'' is not recognized as an internal or external command,'; the shell found no nvidia-smi there",
                "nvidia-smi : The term 'nvidia-smi' is not recognized as the name of a cmdlet; the shell found no nvidia-smi there",
                "'exec: \"nvidia-smi\": executable file not found in $PATH: unknown'; the shell found no nvidia-smi there",
                "| NVIDIA-SMI 535.104.05   Driver Version: 535.104.05   CUDA Version: 12.2     |; what 'nvidia-smi' prints when it is asked for nothing",
                "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.; its driver is older than MIG"
            })
    void aRefusalIsNoTableAndSaysWhatToDo(String said, String advice) throws IOException {
        Path file = Files.writeString(directory.resolve("said"), said + "\n");

        assertThatThrownBy(() -> lgi(file).read())
                .isInstanceOf(PlanningException.class)
                .hasMessageStartingWith(file + ":1: '")
                .hasMessageContaining("is no line of 'nvidia-smi mig -lgi': ")
                .hasMessageContaining(advice);
        assertThatThrownBy(() -> list(file).read())
                .hasMessageContaining("is no line of 'nvidia-smi -L': ")
                .hasMessageContaining(advice);
    }

    @Test
    void aCardThatIsLostAmongOthersIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("list"), """
                GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-c08d91cb-e324-655c-71ba-7570956445bc)
                Unable to determine the device handle for gpu 0000:65:00.0: Unknown Error
                """);

        assertThatThrownBy(() -> list(file).read())
                .hasMessageStartingWith(file + ":2: ")
                .hasMessageContaining("a GPU does not answer");
    }

    @ParameterizedTest
    @CsvSource({"No devices were found", "No devices found."})
    void aMachineWithoutGpusIsSaid(String said) throws IOException {
        Path file = Files.writeString(directory.resolve("list"), said + "\n");

        assertThatThrownBy(() -> list(file).read())
                .hasMessageStartingWith(
                        file + ": nvidia-smi found no GPU there: save its output on the machine with the GPUs");
    }

    /** A terminal's prompt and what the driver has to say beside are often saved too. */
    @Test
    void whatStandsBesideAnAnswerIsNotPartOfIt() throws IOException {
        Path file = Files.writeString(directory.resolve("lgi"), """
                root@node:~# nvidia-smi mig -lgi
                Warning: persistence mode is disabled on device 00000000:07:00.0. See the Known Issues section of the nvidia-smi(1) man page for more information.
                +----------------------------------------------------+
                | GPU instances:                                     |
                | GPU   Name          Profile  Instance   Placement  |
                |                       ID       ID       Start:Size |
                |====================================================|
                |   0  MIG 1g.5gb       19       13          6:1     |
                +----------------------------------------------------+
                WARNING: infoROM is corrupted at gpu 0000:07:00.0
                """);

        assertThat(lgi(file).read().get(0).instances()).containsExactly(new GpuInstance(13, 19, 6, 1));
    }
}
