package dev.diffract.frontend.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a slice's server listens.
 *
 * @param name what metrics, events and pages call it; unique
 * @param host name or address; IPv6 addresses in square brackets
 * @param port of gRPC, 1 to 65535
 */
public record SliceTarget(String name, String host, int port) {

    private static final String KEY = "diffract.slices";
    private static final int MAX_PORT = 65_535;
    private static final Pattern TARGET = Pattern.compile(
            "(?:(?<name>[A-Za-z0-9._-]{1,64})=)?(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(?<port>\\d{1,5})");

    /** Host and port, as gRPC takes them. */
    public String address() {
        return host + ":" + port;
    }

    /**
     * @param texts {@code [name=]host:port} each
     * @throws WrongConfiguration if there is none, one cannot be read, or two have the same name or address
     */
    public static List<SliceTarget> parseAll(List<String> texts) {
        if (texts.isEmpty()) {
            throw new WrongConfiguration(
                    KEY + " is not set: name the servers, for example " + KEY + "=a=localhost:8001,b=localhost:8011.");
        }
        List<SliceTarget> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (String text : texts) {
            SliceTarget target = parse(text.trim());
            if (!names.add(target.name())) {
                throw new WrongConfiguration(
                        KEY + ": two slices are called '" + target.name() + "'; names must differ.");
            }
            if (!addresses.add(target.address())) {
                throw new WrongConfiguration(
                        KEY + ": " + target.address() + " stands there twice; a server is one slice.");
            }
            targets.add(target);
        }
        return List.copyOf(targets);
    }

    private static SliceTarget parse(String text) {
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            throw new WrongConfiguration(
                    KEY + ": '" + text + "' is no slice; write [name=]host:port, for example a=localhost:8001.");
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw new WrongConfiguration(
                    KEY + ": the port of '" + text + "' must be from 1 to " + MAX_PORT + ", was " + port + ".");
        }
        String address = matcher.group("host") + ":" + port;
        String name = matcher.group("name");
        return new SliceTarget(name == null ? address : name, matcher.group("host"), port);
    }
}
