package dev.diffract.builder.cli;

import dev.diffract.builder.planning.live.PlanDiff;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the plan with the GPUs of this machine, or with what nvidia-smi printed on another.",
            "Nothing is changed: instances to keep, to create and to destroy are listed, and with --diff the commands that do it."
        })
final class PlanShowCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(names = "--diff", description = "Say for each instance what becomes of it, and print the commands.")
    private boolean diff;

    @Mixin
    private LiveGpus live;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Plan plan = PlanReader.read(file);
        new PlanDiffText(spec.commandLine().getOut(), diff).print(PlanDiff.of(plan, live.read()));
        return 0;
    }
}
