package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.choose.Choice;
import dev.diffract.builder.build.choose.Chooser;
import dev.diffract.builder.build.choose.ChosenPlan;
import dev.diffract.builder.build.choose.ModelSize;
import dev.diffract.builder.build.choose.RepositoryMeasurements;
import dev.diffract.builder.build.engine.RangeCost;
import dev.diffract.builder.files.AtomicFile;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan choose}. */
@Command(
        name = "choose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Chooses MIG profiles for the goals of a plan, and says why others were not taken. Needs no GPU.",
            "Memory and times are those that a build measured in such a slice, where 'repositories' has one, and"
                    + " estimates elsewhere."
        })
final class PlanChooseCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Write the plan with the chosen slices in place of its goals to this new file.")
    private Path target;

    @Option(
            names = "--assume-sd15",
            description = "Take models whose folder is not here for as large as Stable Diffusion 1.5.")
    private boolean assume;

    @Option(names = "--json", description = "Print the choice as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = PlanReader.read(file);
        if (target != null && Files.exists(target)) {
            throw new BuildException(target + " exists already: name a new file for the chosen plan");
        }
        List<String> notes = new ArrayList<>();
        Map<String, ModelSize> sizes = new HashMap<>();
        List<Choice> choices = new Chooser(
                        model -> sizes.computeIfAbsent(model.name(), name -> size(model, notes)),
                        new RepositoryMeasurements(plan.repositories(), notes::add))
                .choose(plan);
        plan.models().values().stream()
                .filter(model -> sizes.containsKey(model.name()))
                .forEach(model -> RangeCost.of(
                                model.resolutions(), sizes.get(model.name()).roles())
                        .ifPresent(cost -> notes.add("model '" + model.name() + "': " + cost)));
        if (target != null) {
            write(plan, choices);
            notes.add("wrote " + target);
        }
        if (json) {
            out.println(JsonOutput.of(ChoiceJson.of(choices, notes)));
        } else {
            ChoiceText.print(choices, notes, out);
        }
        out.flush();
        return 0;
    }

    private ModelSize size(ModelSpec model, List<String> notes) {
        if (Files.exists(model.source())) {
            return ModelSize.of(model);
        }
        if (!assume) {
            throw new BuildException("the folder of model '" + model.name() + "', " + model.source()
                    + ", does not exist: expected its ONNX components, or --assume-sd15 to plan without them");
        }
        notes.add("the folder of model '" + model.name()
                + "' is not here: it is taken for as large as Stable Diffusion 1.5");
        return ModelSize.stableDiffusion15(model.safetyChecker());
    }

    /** Complete or not at all, and never over another file. */
    private void write(Plan plan, List<Choice> choices) {
        Path folder = target.toAbsolutePath().getParent();
        String text = "# Slices chosen by 'diffract plan choose' for the goals of "
                + plan.file().getFileName() + ".\n" + new ChosenPlan(plan, choices, folder).text();
        try {
            AtomicFile.writeNew(target, text);
        } catch (FileAlreadyExistsException e) {
            throw new BuildException(target + " exists already: name a new file for the chosen plan", e);
        } catch (IOException e) {
            throw new BuildException(
                    "cannot write " + target + ": "
                            + (Files.isDirectory(folder) ? IoReasons.of(e) : folder + " is no directory"),
                    e);
        }
    }
}
