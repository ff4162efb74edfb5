package dev.diffract.builder.cli;

import dev.diffract.builder.files.AtomicFile;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.lock.LockFile;
import dev.diffract.builder.planning.lock.LockMaker;
import dev.diffract.builder.planning.lock.LockPlace;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan lock}. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes down which MIG device each slice of the plan is, once the slices exist.",
            "Reads them from this machine, or from what nvidia-smi printed on another (--list, and --lgi to be sure of places)."
        })
final class PlanLockCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Lock file; an older one is replaced. Default: " + LockPlace.DESCRIPTION + ".")
    private Path out;

    @Mixin
    private LiveGpus live;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Plan plan = PlanReader.read(file);
        Lock lock = LockMaker.make(plan, live.read());
        Path target = out == null ? LockPlace.of(file) : out;
        AtomicFile.write(target, LockFile.print(lock));
        spec.commandLine()
                .getOut()
                .println("wrote " + target + ": " + lock.slices().size() + " slices on "
                        + lock.gpus().size() + " GPUs");
        return 0;
    }
}
