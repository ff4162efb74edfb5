package dev.diffract.builder.cli;

import dev.diffract.builder.build.choose.MemoryNotes;
import dev.diffract.builder.build.choose.RepositoryMeasurements;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanCheck;
import dev.diffract.builder.planning.plan.PlanException;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.builder.planning.plan.PlanReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says whether GPUs can be cut as planned, and where each slice goes. Needs no GPU.",
            "If they cannot, says why and what is nearest. Exit code 0: legal; 1: not.",
            "Models whose folders are here are compared with the memory of their slices, by estimate. What was not checked is said."
        })
final class PlanCheckCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(
            names = "--assume-sd15",
            description = "Take models whose folder is not here for as large as Stable Diffusion 1.5.")
    private boolean assume;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            return json(out);
        }
        Plan plan = PlanReader.read(file);
        MemoryNotes memory = memory(plan);
        PlanReport report = PlanCheck.check(plan).with(memory.findings());
        PlanReportText.print(report, memory, out);
        if (!report.legal()) {
            throw new PlanException(file, report.findings());
        }
        return 0;
    }

    /** Manifests that cannot be read measure nothing; 'plan choose' and 'verify' say so. */
    private MemoryNotes memory(Plan plan) {
        return MemoryNotes.of(plan, new RepositoryMeasurements(plan.repositories(), note -> {}), assume);
    }

    private int json(PrintWriter out) {
        try {
            Plan plan = PlanReader.read(file);
            MemoryNotes memory = memory(plan);
            PlanReport report = PlanCheck.check(plan)
                    .with(memory.findings())
                    .with(memory.unchecked().stream()
                            .map(what -> "not checked: " + what)
                            .toList());
            out.println(JsonOutput.of(PlanReportJson.of(report)));
            return report.legal() ? 0 : Failures.FAILED;
        } catch (PlanException e) {
            out.println(JsonOutput.of(PlanReportJson.of(e)));
            return Failures.FAILED;
        }
    }
}
