package dev.diffract.frontend.config;

import dev.diffract.frontend.usage.UsageSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where it is told how busy slices are, as the configuration writes it. */
public final class UsageAddresses {

    private static final String KEY = "diffract.usage";
    private static final String ALL = "*";
    private static final String PATH = "/metrics";
    private static final int MAX_PORT = 65_535;

    private UsageAddresses() {}

    /**
     * @param texts {@code name=host:port[/path][?label=value&…]} each, {@code *} for all slices, and no host for the slice's own
     * @param slices names of the slices that there are; empty where they come and go
     * @throws WrongConfiguration if one cannot be read, or there is no such slice
     */
    public static List<UsageSource> parseAll(List<String> texts, Set<String> slices) {
        List<UsageSource> sources = new ArrayList<>();
        for (String text : texts) {
            UsageSource source = parse(text.strip());
            source.slice()
                    .filter(name -> !slices.isEmpty() && !slices.contains(name))
                    .ifPresent(name -> {
                        throw new WrongConfiguration(KEY + ": there is no slice '" + name + "'; there are "
                                + String.join(", ", slices) + ".");
                    });
            sources.add(source);
        }
        return List.copyOf(sources);
    }

    private static UsageSource parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw unreadable(text);
        }
        String name = text.substring(0, equals);
        String address = text.substring(equals + 1);
        boolean own = address.startsWith(":");
        URI uri = uri(text, "http://" + (own ? "own" : "") + address);
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() < 1 || uri.getPort() > MAX_PORT) {
            throw unreadable(text);
        }
        return new UsageSource(
                name.equals(ALL) ? Optional.empty() : Optional.of(name),
                own ? Optional.empty() : Optional.of(uri.getHost()),
                uri.getPort(),
                uri.getRawPath().isEmpty() ? PATH : uri.getRawPath(),
                labels(text, uri.getQuery()));
    }

    private static URI uri(String text, String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw unreadable(text);
        }
    }

    private static Map<String, String> labels(String text, String query) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw unreadable(text);
            }
            labels.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return labels;
    }

    private static WrongConfiguration unreadable(String text) {
        return new WrongConfiguration(KEY + ": '" + text
                + "' is no address; write slice=host:port, for example a=localhost:8002, or *=:8002 for all slices.");
    }
}
