package dev.diffract.frontend.http;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The sites beside this server's own whose pages may use it; none unless configured. */
public final class OriginList {

    /** The configuration's key. */
    public static final String KEY = "diffract.http.origins";

    private final Set<Origin> origins;

    private OriginList(Set<Origin> origins) {
        this.origins = Set.copyOf(origins);
    }

    /**
     * @param origins as browsers write them, {@code https://studio.example.org}
     * @throws IllegalArgumentException with a sentence, if one of them is none; a star and {@code null} are everybody's
     */
    public static OriginList of(Collection<String> origins) {
        return new OriginList(origins.stream().map(OriginList::origin).collect(Collectors.toSet()));
    }

    boolean isEmpty() {
        return origins.isEmpty();
    }

    /** @param header the value of {@code Origin} */
    boolean has(String header) {
        return Origin.parse(header).filter(origins::contains).isPresent();
    }

    private static Origin origin(String text) {
        return Origin.parse(text.trim())
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is no origin: write scheme, host and a port that is not the usual one, for example"
                        + " https://studio.example.org; neither a path nor a star"));
    }
}
