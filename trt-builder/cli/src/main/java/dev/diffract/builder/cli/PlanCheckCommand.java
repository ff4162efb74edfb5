package dev.diffract.builder.cli;

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
        description = {
            "Says whether GPUs can be cut as planned, and where each slice goes. Needs no GPU.",
            "If they cannot, says why and what is nearest. Exit code 0: legal; 1: not."
        })
final class PlanCheckCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

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
        PlanReport report = PlanCheck.check(PlanReader.read(file));
        PlanReportText.print(report, out);
        if (!report.legal()) {
            throw new PlanException(file, report.findings());
        }
        return 0;
    }

    private int json(PrintWriter out) {
        try {
            PlanReport report = PlanCheck.check(PlanReader.read(file));
            out.println(JsonOutput.of(PlanReportJson.of(report)));
            return report.legal() ? 0 : Failures.FAILED;
        } catch (PlanException e) {
            out.println(JsonOutput.of(PlanReportJson.of(e)));
            return Failures.FAILED;
        }
    }
}
