package dev.diffract.builder.cli;

import dev.diffract.builder.build.engine.CudaProbe;
import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.mig.MigProfile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diffract device}. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the GPU, or the slice of one, that engines would be built on.",
            "It is the first of those that CUDA_VISIBLE_DEVICES names. Without a GPU this says why there is none, and ends with 1."
        })
final class DeviceCommand implements Callable<Integer> {

    private static final long MIB = 1L << 20;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description = "Where TensorRT is. Default: LD_LIBRARY_PATH and the usual places.")
    private Path tensorRt;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        VisibleDevice device = new CudaProbe().look();
        line("device", device.name());
        line("uuid", device.uuid());
        line(
                "gpu",
                MigCatalogue.shipped()
                        .find(device.gpuName())
                        .map(GpuModel::name)
                        .orElse("not in the catalogue"));
        line("profile", device.profileName().orElse(MigProfile.WHOLE));
        line("multiprocessors", device.multiprocessors());
        line("memory", device.memoryBytes() / MIB + " MiB");
        line("compute capability", device.capability());
        line("cuda", device.cuda());
        line("driver", device.driver().orElse("does not say its version"));
        line("tensorrt", tensorRt());
        return 0;
    }

    private String tensorRt() {
        try {
            TensorRt loaded = TensorRt.load(tensorRt);
            return loaded.version() + " (" + loaded.library() + ")";
        } catch (TensorRtException e) {
            return "none: " + e.getMessage();
        }
    }

    private void line(String name, Object value) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-20s %s%n", name + ":", value);
        out.flush();
    }
}
