package dev.diffract.builder.cli;

import dev.diffract.builder.planning.plan.PlanSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code diffract plan}: everything about the plan file. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Works on a plan file, which says how GPUs are cut and what the slices serve.",
            "A plan file is YAML; docs/plan.md describes it."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PlanCheckCommand.class,
            PlanChooseCommand.class,
            PlanShowCommand.class,
            PlanRenderCommand.class,
            PlanLockCommand.class,
            PlanBuildCommand.class
        })
final class PlanCommand implements Runnable {

    /** The plan file that is meant when none is named. */
    static final String DEFAULT_FILE = "diffract.yaml";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: expected one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Prints the JSON schema of plan files, for editors.")
    void schema() {
        spec.commandLine().getOut().print(PlanSchema.text());
        spec.commandLine().getOut().flush();
    }
}
