package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.dialect.nativ.problem.Problem;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an address of this dialect knows, which the REST layer keeps to itself or says wrongly.
 *
 * @param methods as an Allow header has them
 * @param reads the media type of the bodies it takes; empty if it takes none
 * @param gives media types of its answers, the one that it likes best first
 */
record Route(List<String> methods, Optional<String> reads, List<String> gives) {

    static final String ROOT = "/v1";

    private static final String JSON = MediaType.APPLICATION_JSON;
    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";
    private static final Route READ_ONLY =
            new Route(List.of("GET", "HEAD", "OPTIONS"), Optional.empty(), List.of(JSON));

    private static final Map<String, Route> ROUTES = Map.of(
            ROOT + "/generations",
            posted(JSON, JSON, PNG, JPEG, MediaType.SERVER_SENT_EVENTS),
            ROOT + "/png-info",
            posted(PNG, JSON),
            ROOT + "/models",
            READ_ONLY,
            ROOT + "/slices",
            READ_ONLY);

    private static Route posted(String reads, String... gives) {
        return new Route(List.of("POST", "OPTIONS"), Optional.of(reads), List.of(gives));
    }

    /**
     * @param path as the REST layer matches it: parameters after a semicolon and a slash at its end do not count
     */
    static Optional<Route> at(String path) {
        String plain = path.replaceAll(";[^/]*", "");
        return Optional.ofNullable(ROUTES.get(plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain));
    }

    /** Whether an address is this dialect's, whatever is there. */
    static boolean isBelowRoot(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    boolean knows(String method) {
        return methods.contains(method);
    }

    /** The value of an Allow header. */
    String allowed() {
        return String.join(", ", methods);
    }

    /**
     * Which of its media types is answered with. Whoever takes nothing but problem documents still gets JSON: clients that are
     * made of the OpenAPI document may ask for any type that stands there.
     *
     * @param accept the value of an Accept header
     * @return nothing if it rules out all of them
     */
    Optional<String> best(String accept) {
        Acceptance acceptance = new Acceptance(accept);
        return acceptance
                .best(gives)
                .or(() -> acceptance.names(Problem.MEDIA_TYPE) ? Optional.of(JSON) : Optional.empty());
    }
}
