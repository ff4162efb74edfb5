package dev.diffract.builder.planning.lock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a plan's lock file lies: beside the plan, under the plan's name, so that several plans of one folder have one each. Once every plan's lock was
 * called {@value #OLD_NAME}; such a file is still read.
 */
public final class LockPlace {

    /** The name in words, for help texts. */
    public static final String DESCRIPTION = "the plan's name with .lock.yaml, beside the plan file";

    private static final String OLD_NAME = "diffract.lock.yaml";
    private static final String SUFFIX = ".yaml";

    private LockPlace() {}

    /** Where the lock of a plan file is written: that of {@code left.yaml} is {@code left.lock.yaml}, that of {@code left.yml} is {@code left.yml.lock.yaml}. */
    public static Path of(Path plan) {
        String name = plan.getFileName().toString();
        boolean plain = name.endsWith(SUFFIX) && name.length() > SUFFIX.length();
        return plan.resolveSibling(
                (plain ? name.substring(0, name.length() - SUFFIX.length()) : name) + ".lock" + SUFFIX);
    }

    /** The lock that a plan file has; empty if there is none. One of the old name counts unless it is that of another plan beside this one. */
    public static Optional<Path> find(Path plan) {
        Path own = of(plan);
        if (Files.exists(own)) {
            return Optional.of(own);
        }
        Path old = plan.resolveSibling(OLD_NAME);
        boolean anothers = Files.exists(plan.resolveSibling("diffract.yaml"));
        return Files.exists(old) && !anothers ? Optional.of(old) : Optional.empty();
    }
}
