package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A published version against the directories it lies in, which say for which model and slice it is: {@code <model>/<gpu>/<profile>/<version>}. */
final class PlaceCheck {

    /** Beside every version, and nowhere else. */
    private static final String MARK = ".lock";

    private PlaceCheck() {}

    static List<String> check(Path root, Manifest manifest) throws IOException {
        Path version = root.toRealPath();
        Path profile = version.getParent();
        boolean published = version.getFileName() != null
                && version.getFileName().toString().matches("[1-9]\\d{0,8}")
                && profile != null
                && Files.exists(profile.resolve(MARK))
                && profile.getNameCount() > 2;
        List<String> findings = new ArrayList<>();
        if (published) {
            Path gpu = profile.getParent();
            compare("model", name(gpu.getParent()), manifest.model(), findings);
            manifest.target().map(EngineTarget::gpu).ifPresent(said -> compare("GPU", name(gpu), said, findings));
            manifest.target()
                    .map(EngineTarget::profile)
                    .ifPresent(said -> compare("profile", name(profile), said, findings));
        }
        return findings;
    }

    private static void compare(String what, String directory, String said, List<String> findings) {
        if (!directory.equals(said)) {
            findings.add("the repository lies in the directory of the " + what + " " + directory
                    + ", its manifest says " + said);
        }
    }

    private static String name(Path directory) {
        return directory.getFileName().toString();
    }
}
