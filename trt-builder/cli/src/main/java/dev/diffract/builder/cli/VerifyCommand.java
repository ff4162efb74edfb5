package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.engine.CudaProbe;
import dev.diffract.builder.build.engine.InstalledCheck;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.build.verify.VerifyReport;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a repository without a server and lists everything that is wrong with it.",
            "Engines are also compared with the GPU, driver and TensorRT of this machine; what it lacks is said.",
            "Exit code 0: nothing is; 1: something is. Warnings are no fault."
        })
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Directory that 'diffract build' wrote.")
    private Path directory;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description = "Where the TensorRT is that engines must have been built by. Default: the usual places.")
    private Path tensorRt;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new BuildException(directory + (Files.exists(directory) ? " is not a directory" : " does not exist")
                    + ": expected a repository written by 'diffract build'");
        }
        VerifyReport report = onThisMachine(RepositoryVerifier.verify(directory));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonOutput.of(new Printed(
                    report.files(), report.models(), report.findings(), report.warnings(), report.unchecked())));
        } else {
            report.unchecked().forEach(out::println);
            report.warnings().forEach(warning -> out.println("warning: " + warning));
            report.findings().forEach(out::println);
            out.println(report.files() + " files, " + report.models() + " models: "
                    + (report.findings().isEmpty() ? "no" : report.findings().size())
                    + (report.findings().size() == 1 ? " finding" : " findings"));
        }
        return report.findings().isEmpty() ? 0 : Failures.FAILED;
    }

    private VerifyReport onThisMachine(VerifyReport report) {
        if (report.target().isEmpty()) {
            return report;
        }
        InstalledCheck.Report installed = new InstalledCheck(
                        new CudaProbe(), () -> TensorRt.load(tensorRt).version().toString())
                .check(report.target().get());
        return report.with(installed.findings(), installed.unchecked());
    }

    private record Printed(
            int files, int models, List<String> findings, List<String> warnings, List<String> unchecked) {}
}
