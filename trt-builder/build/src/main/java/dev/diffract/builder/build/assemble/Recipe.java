package dev.diffract.builder.build.assemble;

import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to make a repository of, whatever it runs on.
 *
 * @param source folder of exported components
 * @param name the checkpoint's name, as users say it in requests
 * @param safetyChecker whether one is served
 * @param resolutions the picture sizes to serve; empty for all that the graphs can draw
 */
public record Recipe(Path source, String name, SafetyChecker safetyChecker, Optional<Resolutions> resolutions) {

    SourceModel adjust(SourceModel model) throws IOException {
        return switch (safetyChecker) {
            case AUTO -> model;
            case LEFT_OUT -> model.withoutSafetyChecker();
            case REQUIRED -> {
                if (!model.hasSafetyChecker()) {
                    throw new BuildException(
                            source + " has no safety checker, and the plan asks for one: export one into"
                                    + " the folder, or say safety-checker: auto");
                }
                yield model;
            }
        };
    }
}
