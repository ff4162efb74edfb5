package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelVersionPolicy;
import java.math.BigInteger;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which versions of a model Triton serves. */
public final class VersionPolicies {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,18}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern ORDINARY = Pattern.compile("[1-9]\\d{0,8}");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private VersionPolicies() {}

    /** True for the name of a version's directory: a number without leading zeros. Triton ignores every other directory. */
    public static boolean isVersion(String directory) {
        return NUMBER.matcher(directory).matches() && !isTooLarge(directory);
    }

    /** True for the name of a directory on which Triton ends, whatever the policy says: a number beyond 2^63 - 1. */
    public static boolean isTooLarge(String directory) {
        return DIGITS.matcher(directory).matches() && new BigInteger(directory).compareTo(LARGEST) > 0;
    }

    /** True for the name of a directory that looks like a version's, and is not one that everybody reads alike: 0, 007, 12x, or more than nine digits. */
    public static boolean isDoubtful(String directory) {
        return !directory.isEmpty()
                && Character.isDigit(directory.charAt(0))
                && !ORDINARY.matcher(directory).matches();
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
