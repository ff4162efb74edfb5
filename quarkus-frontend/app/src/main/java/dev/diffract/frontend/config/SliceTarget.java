package dev.diffract.frontend.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a slice's server listens, or those of all slices of a service.
 *
 * @param name what metrics, events and pages call it; unique. Of a service what the names of its slices begin with
 * @param host name or address; IPv6 addresses in square brackets
 * @param port of gRPC, 1 to 65535
 */
public record SliceTarget(String name, String host, int port, Kind kind) {

    /** What the host is. */
    public enum Kind {
        /** A server. */
        SERVER(""),
        /** A name whose addresses are servers, as those of a headless service are. */
        NAME("dns:///"),
        /** A service of Kubernetes, after a dot with its namespace, whose endpoints are servers. */
        KUBERNETES("kubernetes:///");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** What stands before a host of this kind; empty for a server. */
        public String prefix() {
            return prefix;
        }

        /** @param prefix null for a server */
        private static Kind of(String prefix) {
            return Arrays.stream(values())
                    .filter(kind -> kind.prefix.equals(prefix))
                    .findFirst()
                    .orElse(SERVER);
        }
    }

    private static final String KEY = "diffract.slices";
    private static final int MAX_PORT = 65_535;
    private static final Pattern TARGET =
            Pattern.compile("(?:(?<name>[A-Za-z0-9._-]{1,64})=)?(?<service>dns:///|kubernetes:///)?"
                    + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(?<port>\\d{1,5})");

    /** One slice. */
    public SliceTarget(String name, String host, int port) {
        this(name, host, port, Kind.SERVER);
    }

    /**
     * What somebody wrote.
     *
     * @param where it stands, as a sentence about it begins
     */
    record Written(String where, String text) {}

    /** Host and port, as gRPC takes them. */
    public String address() {
        return host + ":" + port;
    }

    /**
     * @param texts {@code [name=]host:port} each, with the prefix of its {@link Kind} before the host
     * @throws WrongConfiguration if there is none, one cannot be read, or two have the same name or address
     */
    public static List<SliceTarget> parseAll(List<String> texts) {
        if (texts.isEmpty()) {
            throw new WrongConfiguration(
                    KEY + " is not set: name the servers, for example " + KEY + "=a=localhost:8001,b=localhost:8011.");
        }
        return parse(texts.stream().map(text -> new Written(KEY, text)).toList());
    }

    static List<SliceTarget> parse(List<Written> all) {
        List<SliceTarget> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (Written written : all) {
            SliceTarget target = parse(written.where(), written.text().trim());
            if (!names.add(target.name())) {
                throw new WrongConfiguration(
                        written.where() + ": two slices are called '" + target.name() + "'; names must differ.");
            }
            if (!addresses.add(target.address())) {
                throw new WrongConfiguration(
                        written.where() + ": " + target.address() + " stands there twice; a server is one slice.");
            }
            targets.add(target);
        }
        return List.copyOf(targets);
    }

    private static SliceTarget parse(String where, String text) {
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            throw new WrongConfiguration(
                    where + ": '" + text + "' is no slice; write [name=]host:port, for example a=localhost:8001"
                            + (text.chars().anyMatch(Character::isWhitespace)
                                    ? ", and nothing else: how fast a slice is is learned."
                                    : "."));
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw new WrongConfiguration(
                    where + ": the port of '" + text + "' must be from 1 to " + MAX_PORT + ", was " + port + ".");
        }
        String host = matcher.group("host");
        String name = matcher.group("name");
        Kind kind = Kind.of(matcher.group("service"));
        String unnamed = kind == Kind.SERVER ? host + ":" + port : host;
        return new SliceTarget(name == null ? unnamed : name, host, port, kind);
    }
}
