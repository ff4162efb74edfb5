package dev.diffract.frontend.config;

import dev.diffract.repository.words.Suggestions;
import dev.diffract.repository.words.Variables;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The names of the settings under {@code diffract.}, and what is to be said of names that are none. */
public final class Keys {

    private static final String PREFIX = "diffract.";
    private static final String SYSTEM_PROPERTIES = "SysPropConfigSource";
    private static final int MOST = 2;

    /** Those of the library that the README names. */
    private static final List<String> OF_QUARKUS =
            List.of("quarkus.http.port", "quarkus.http.host", "quarkus.management.port", "quarkus.management.host");

    /** One of the library's that is as near to another as a slip is. */
    private static final String CORS = "quarkus.http.cors";

    /** Letters in which a name may differ from one that was meant. */
    private static final int SLIPS = 2;

    /** With their defaults, which are empty or null for those that have none. */
    private final Map<String, String> keys =
            new TreeMap<>(ConfigClass.configClass(DiffractConfig.class).getProperties());

    /** All there are, in the alphabet's order. */
    public List<String> all() {
        return keys.keySet().stream().filter(key -> !key.endsWith("[*]")).toList();
    }

    /** The key that somebody meant who said its name, or the last part of it, nearly so. */
    public Optional<String> meant(String name) {
        List<String> known = Stream.concat(OF_QUARKUS.stream(), all().stream()).toList();
        Map<String, String> byLastPart = new LinkedHashMap<>();
        known.forEach(key -> byLastPart.putIfAbsent(key.substring(key.lastIndexOf('.') + 1), key));
        return Suggestions.nearest(name, byLastPart.keySet())
                .map(byLastPart::get)
                .or(() -> Suggestions.nearest(name, known));
    }

    /** What a key is where nobody sets it; empty if that is nothing. */
    public Optional<String> defaultOf(String key) {
        return Optional.ofNullable(keys.get(key)).filter(value -> !value.isEmpty());
    }

    /** The variable that sets a key. */
    public static String variable(String key) {
        return Variables.comparable(key);
    }

    /**
     * What is wrong with the names in some sources: they begin like a setting of this program's, or nearly so, and are none.
     *
     * @return sentences without a full stop, in the order of the sources
     */
    public List<String> unknown(Iterable<ConfigSource> sources) {
        List<String> faults = new ArrayList<>();
        for (ConfigSource source : sources) {
            faults.addAll(source instanceof EnvConfigSource ? unknownVariables(source) : unknownKeys(source));
        }
        return faults;
    }

    private List<String> unknownKeys(ConfigSource source) {
        List<String> known = all();
        return source.getPropertyNames().stream()
                .sorted()
                .map(name -> fault(name, known, place(source)))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String> unknownVariables(ConfigSource source) {
        List<String> known = Stream.concat(all().stream().map(Keys::variable), Variables.OF_OTHERS.stream())
                .toList();
        // Beside the names as they are there are those of the keys that the library takes them for, with dots.
        Map<String, String> names = source.getPropertyNames().stream()
                .collect(Collectors.toMap(
                        Variables::comparable,
                        name -> name,
                        (one, other) -> one.contains(".") ? other : one,
                        TreeMap::new));
        List<String> ofQuarkus = OF_QUARKUS.stream().map(Keys::variable).toList();
        return names.values().stream()
                .map(name -> Variables.fault(name, known, source.getPropertyNames())
                        .or(() -> nearOne(Variables.comparable(name), ofQuarkus)
                                .map(sentence -> "there is no variable " + name + ": " + sentence)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> fault(String name, List<String> known, String place) {
        String key = withoutProfile(name);
        int index = key.indexOf('[');
        if (known.contains(index < 0 ? key : key.substring(0, index))) {
            return Optional.empty();
        }
        return Suggestions.misspelt(key, PREFIX, known, MOST)
                .or(() -> nearOne(key, OF_QUARKUS))
                .map(sentence -> "there is no setting " + key + place + ": " + sentence);
    }

    /** Of the library's settings only those can be told that look like one of a few: it has more than are known here. */
    private static Optional<String> nearOne(String name, List<String> known) {
        return known.contains(name) || variable(name).equals(variable(CORS))
                ? Optional.empty()
                : Suggestions.within(SLIPS, name, known).map(near -> "did you mean " + near + "?");
    }

    /** Whether one of the library's settings is refused for being nearly called like another. */
    public static boolean isRefused(String key) {
        return nearOne(withoutProfile(key), OF_QUARKUS).isPresent();
    }

    private static String withoutProfile(String name) {
        return name.startsWith("%") ? name.substring(name.indexOf('.') + 1) : name;
    }

    private static String place(ConfigSource source) {
        String name = source.getName();
        int file = name.indexOf("source=");
        if (name.equals(SYSTEM_PROPERTIES)) {
            return "";
        }
        return " (in " + (file < 0 ? name : name.substring(file + "source=".length(), name.length() - 1)) + ")";
    }
}
