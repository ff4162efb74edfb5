package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelVersionPolicy;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which versions of a model Triton serves. */
public final class VersionPolicies {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

    private VersionPolicies() {}

    /** True for the name of a version's directory: a number without leading zeros. Triton ignores every other directory. */
    public static boolean isVersion(String directory) {
        return NUMBER.matcher(directory).matches();
    }

    /**
     * The versions to serve, of those that are there.
     *
     * @return empty if the policy asks for none of them, by which the model cannot be loaded
     */
    public static NavigableSet<Long> served(ModelVersionPolicy policy, NavigableSet<Long> present) {
        if (policy.hasAll()) {
            return present;
        }
        if (policy.hasSpecific()) {
            NavigableSet<Long> chosen = new TreeSet<>(policy.getSpecific().getVersionsList());
            chosen.retainAll(present);
            return chosen;
        }
        long count =
                policy.hasLatest() ? Integer.toUnsignedLong(policy.getLatest().getNumVersions()) : 1;
        return present.descendingSet().stream().limit(count).collect(Collectors.toCollection(TreeSet::new));
    }
}
