package dev.diffract.repository.words;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Variables of the environment whose names begin with {@code DIFFRACT_}. Those of the frontend follow from its settings. */
public final class Variables {

    /** Where what is written beside the programs goes: the demo's repository, logs. The script {@code diffract} reads it. */
    public static final String HOME = "DIFFRACT_HOME";

    /** All that are no settings of the frontend's; {@code DIFFRACT_TRITON_…} are those of {@code tests/triton}. */
    public static final List<String> OF_OTHERS = List.of(HOME, "DIFFRACT_TRITON_HOME", "DIFFRACT_TRITON_SITE");

    /** Those of the frontend's settings, in the alphabet's order. */
    public static final List<String> OF_THE_FRONTEND = List.of(
            "DIFFRACT_CALL_ATTEMPTS",
            "DIFFRACT_CALL_DEADLINE",
            "DIFFRACT_CALL_ORDER",
            "DIFFRACT_DNS_INTERVAL",
            "DIFFRACT_FLEET_FILE",
            "DIFFRACT_FLEET_SILENCE",
            "DIFFRACT_GENERATION_DEADLINE",
            "DIFFRACT_GENERATION_MAX_ACTIVE",
            "DIFFRACT_GENERATION_MAX_COUNT",
            "DIFFRACT_GENERATION_MAX_QUEUED",
            "DIFFRACT_GENERATION_MAX_QUEUED_PER_CALLER",
            "DIFFRACT_GENERATION_MAX_QUEUED_TIME",
            "DIFFRACT_GENERATION_MEMORY",
            "DIFFRACT_GENERATION_OFF_PEAK",
            "DIFFRACT_GENERATION_WEIGHTS",
            "DIFFRACT_HTTP_HOSTS",
            "DIFFRACT_HTTP_IDLE_TIMEOUT",
            "DIFFRACT_HTTP_MAX_CONNECTIONS",
            "DIFFRACT_HTTP_MAX_CONNECTIONS_PER_ADDRESS",
            "DIFFRACT_HTTP_ORIGINS",
            "DIFFRACT_HTTP_UNSENT_MEMORY",
            "DIFFRACT_HTTP_WRITE_TIMEOUT",
            "DIFFRACT_INTAKE_LEAST_RATE",
            "DIFFRACT_INTAKE_MEMORY",
            "DIFFRACT_INTAKE_PATIENCE",
            "DIFFRACT_INTAKE_WAITING",
            "DIFFRACT_PARENT_PID",
            "DIFFRACT_POLL_INTERVAL",
            "DIFFRACT_POLL_TIMEOUT",
            "DIFFRACT_REPOSITORIES",
            "DIFFRACT_SHUTDOWN_GRACE",
            "DIFFRACT_SLICES",
            "DIFFRACT_TRACES_ENDPOINT",
            "DIFFRACT_USAGE");

    private static final String PREFIX = "DIFFRACT_";
    private static final int MOST = 2;

    private Variables() {}

    /**
     * What is wrong with the name of a variable, as a sentence without a full stop.
     *
     * @param known what it may be called; a list's variable may have a number and underscores behind it
     * @param all names of the environment: a cluster sets some for each of its services, which may be called diffract
     * @return empty if it is known, or nobody's business here
     */
    public static Optional<String> fault(String name, Collection<String> known, Set<String> all) {
        String said = comparable(name);
        if (known.contains(said) || known.contains(withoutIndex(said)) || isOfAService(said, all)) {
            return Optional.empty();
        }
        return Suggestions.misspelt(said, PREFIX, known, MOST)
                .map(sentence -> "there is no variable " + name + ": " + sentence);
    }

    /**
     * What is wrong with an environment: no program of these knows some of its names, and whoever set them expects that one does.
     *
     * @param all names of the environment
     * @return sentences without a full stop, with {@code ;} between them; empty if nothing is wrong
     */
    public static Optional<String> unknown(Set<String> all) {
        List<String> known =
                Stream.concat(OF_THE_FRONTEND.stream(), OF_OTHERS.stream()).toList();
        String faults = all.stream()
                .sorted()
                .map(name -> fault(name, known, all))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return Optional.of(faults).filter(text -> !text.isEmpty());
    }

    /** A name as variables are written: {@code diffract.slices[0]} is {@code DIFFRACT_SLICES_0_}. */
    public static String comparable(String name) {
        StringBuilder text = new StringBuilder(name.toUpperCase(Locale.ROOT));
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isLetterOrDigit(text.charAt(i))) {
                text.setCharAt(i, '_');
            }
        }
        return text.toString();
    }

    /** {@code DIFFRACT_SLICES_0_} is the first of the slices. */
    private static String withoutIndex(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '_' || Character.isDigit(name.charAt(end - 1)))) {
            end--;
        }
        return name.substring(0, end);
    }

    /** Kubernetes tells every container where each service is, in variables that begin with the service's name. */
    private static boolean isOfAService(String name, Set<String> all) {
        return all.stream()
                .filter(other -> other.endsWith("_SERVICE_HOST"))
                .map(other -> other.substring(0, other.length() - "_SERVICE_HOST".length()))
                .filter(service -> all.contains(service + "_SERVICE_PORT"))
                .anyMatch(service -> name.startsWith(service + "_SERVICE_")
                        || name.equals(service + "_PORT")
                        || name.startsWith(service + "_PORT_"));
    }
}
