package dev.diffract.builder.planning;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the repositories of one model for one kind of slice lie: {@code <root>/<model>/<gpu>/<profile>}. Beside each other below it: the versions, and
 * the link {@value #CURRENT} to the one that is served.
 *
 * @param root what a plan file calls {@code repositories}
 * @param model the model's name
 * @param gpu the GPU model's name, such as {@code H100-80GB}
 * @param profile the MIG profile's name, such as {@code 1g.10gb}
 */
public record ProfileDirectory(Path root, String model, String gpu, String profile) {

    /** Name of the link to the version that is served. */
    public static final String CURRENT = "current";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    /** @throws PlanningException if a name cannot be that of a directory */
    public ProfileDirectory {
        require("model", model);
        require("GPU", gpu);
        require("profile", profile);
    }

    public Path path() {
        return root.resolve(model).resolve(gpu).resolve(profile);
    }

    /** What the {@code --model-repository} of the slice's Triton points to: the models of the version that is served. */
    public Path servedModels() {
        return path().resolve(CURRENT).resolve("models");
    }

    /** What the frontend reads of the version that is served. */
    public Path servedRepository() {
        return path().resolve(CURRENT);
    }

    private static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PlanningException("the " + what + " name '" + name
                    + "' cannot be a directory: expected letters, digits, dots, dashes, pluses and underscores");
        }
    }
}
