package dev.diffract.builder.build.assemble;

import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to build.
 *
 * @param source folder of exported components
 * @param target directory of the repository
 * @param runtime what the models will run on
 * @param name the checkpoint's name, as users say it in requests
 * @param maxBatch samples per execution of the UNet, at least 2
 * @param replace whether another repository at the target is replaced
 */
public record BuildRequest(Path source, Path target, String runtime, String name, int maxBatch, boolean replace) {

    /** The runtime that repositories at a directory of one's choice are for; engines are built from plans. */
    public static final String ONNX = Manifest.ONNX;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int LARGEST_BATCH = 1024;

    /**
     * @throws BuildException if something is wrong with the words; files are looked at by {@link #requirePlaces}
     */
    public BuildRequest {
        require(runtime.equals(ONNX), "runtime '" + runtime + "' is unknown: expected " + ONNX);
        require(
                NAME.matcher(name).matches(),
                "name '" + name + "' is not usable: expected letters, digits, dots, dashes and underscores");
        require(
                maxBatch >= 2 && maxBatch <= LARGEST_BATCH,
                "max-batch is " + maxBatch + ", expected a number from 2 (a step with guidance is two samples) to "
                        + LARGEST_BATCH);
        source = source.toAbsolutePath().normalize();
        target = target.toAbsolutePath().normalize();
    }

    /** The name a folder suggests: its own, without {@code -onnx}. */
    public static String nameOf(Path source) {
        Path last = source.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString().replaceFirst("[-_.]onnx$", "");
    }

    Recipe recipe() {
        return new Recipe(source, name, SafetyChecker.AUTO, Optional.empty());
    }

    /**
     * @throws BuildException if the source is no directory, or source and target lie inside each other
     */
    void requirePlaces() {
        require(Files.exists(source), "model folder " + source + " does not exist");
        require(Files.isDirectory(source), "model folder " + source + " is not a directory");
        require(
                !target.startsWith(source) && !source.startsWith(target),
                "the repository " + target + " and the model folder " + source
                        + " must not lie inside each other: choose another --out");
        require(
                !Files.exists(target) || Files.isDirectory(target),
                target + " exists and is not a directory: choose another --out");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new BuildException(otherwise);
        }
    }
}
