package dev.diffract.builder.cli;

import dev.diffract.builder.deploy.Images;
import dev.diffract.builder.deploy.OutputDirectory;
import dev.diffract.builder.deploy.PlanRenderer;
import dev.diffract.builder.deploy.RenderedFile;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.lock.LockFile;
import dev.diffract.builder.planning.lock.LockPlace;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract plan render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes what is needed to cut the GPUs and to serve on the slices.",
            "mig.sh and mig-parted.yaml cut; compose.yaml or triton/*.sh start a server per slice, compose.cpu.yaml one without a GPU; frontend.env tells the frontend of"
                    + " them. With a lock file slices are addressed by UUID."
        })
final class PlanRenderCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = PlanCommand.DEFAULT_FILE,
            description = "Plan file. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory that is written anew.")
    private Path out;

    @Option(
            names = "--lock",
            paramLabel = "FILE",
            description = "Lock file of 'diffract plan lock'. Default: " + LockPlace.DESCRIPTION + ", if there is one.")
    private Path lock;

    @Option(names = "--no-lock", description = "Do not look for a lock file.")
    private boolean noLock;

    @Option(
            names = "--replace",
            description = "Throw away what is at --out, even if it was changed or is something else.")
    private boolean replace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Plan plan = PlanReader.read(file);
        Optional<Path> locked = lock != null ? Optional.of(lock) : noLock ? Optional.empty() : LockPlace.find(file);
        requireApart(file);
        locked.ifPresent(this::requireApart);
        List<RenderedFile> files =
                PlanRenderer.render(plan, locked.map(LockFile::read), locked.orElseGet(() -> LockPlace.of(file)));
        new OutputDirectory(out).write(files, replace);
        PrintWriter printer = spec.commandLine().getOut();
        files.forEach(written -> printer.println("wrote " + out.resolve(written.path())));
        plan.gpus().stream()
                .filter(gpu -> gpu.goal().isPresent())
                .forEach(gpu -> printer.println("'" + gpu.name() + "' has no MIG and is not in these files"));
        printer.println(locked.map(name -> "slices are addressed by UUID, from " + name)
                .orElse("no lock file: UUIDs are not known yet"));
        printer.println("images that containers need, built in the repository's root:");
        Images.buildCommands(plan).forEach(command -> printer.println("  " + command));
        return 0;
    }

    /** The directory is written anew: what it is made from must not go with it, whatever was asked for. */
    private void requireApart(Path source) {
        if (Files.isDirectory(out) && absolute(source).startsWith(absolute(out))) {
            throw new PlanningException(
                    out + " holds " + source + ": expected a directory of its own, because it is written anew");
        }
    }

    private static Path absolute(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
