package dev.diffract.builder.cli;

import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.Nvml;
import dev.diffract.builder.nvidia.nvml.NvmlException;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.live.SavedTexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say where the GPUs are looked up: on this machine, or in what nvidia-smi printed on another. */
final class LiveGpus {

    @Option(
            names = "--lgi",
            paramLabel = "FILE",
            description = "Output of 'nvidia-smi mig -lgi', in place of this machine's GPUs.")
    private Path instances;

    @Option(names = "--lgip", paramLabel = "FILE", description = "Output of 'nvidia-smi mig -lgip'.")
    private Path profiles;

    @Option(names = "--lgipp", paramLabel = "FILE", description = "Output of 'nvidia-smi mig -lgipp'.")
    private Path placements;

    @Option(names = "--lci", paramLabel = "FILE", description = "Output of 'nvidia-smi mig -lci'.")
    private Path computeInstances;

    @Option(names = "--list", paramLabel = "FILE", description = "Output of 'nvidia-smi -L'.")
    private Path devices;

    /**
     * @throws PlanningException if a text is not what it should be
     * @throws NvmlException if no text is given and this machine's GPUs cannot be asked
     */
    List<GpuState> read() {
        SavedTexts texts = new SavedTexts(
                Optional.ofNullable(instances),
                Optional.ofNullable(profiles),
                Optional.ofNullable(placements),
                Optional.ofNullable(computeInstances),
                Optional.ofNullable(devices));
        if (texts.any()) {
            return texts.read();
        }
        try (Nvml nvml = Nvml.load()) {
            return nvml.gpus();
        } catch (NvmlException e) {
            if (e.reason() != NvmlException.Reason.NO_LIBRARY) {
                throw e;
            }
            throw new PlanningException(
                    e.getMessage() + ", or give what nvidia-smi printed there (see --lgi, --lgip, --list)", e);
        }
    }
}
