package dev.diffract.frontend.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page comes from, as browsers say it in {@code Origin}.
 *
 * @param scheme {@code http} or {@code https}; others are nobody's that could be listed
 * @param host as in {@link Authority}
 * @param port 0 to 65535
 */
record Origin(String scheme, String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Pattern TEXT =
            Pattern.compile("(?<scheme>https?)://(?<authority>.*)", Pattern.CASE_INSENSITIVE);

    /** What a header or a configured text says; nothing if it is no such origin: {@code null} is none, and neither is a star. */
    static Optional<Origin> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group("scheme").toLowerCase(Locale.ROOT);
        return Authority.parse(matcher.group("authority"))
                .map(at -> new Origin(scheme, at.host(), at.port(usualPort(scheme))));
    }

    /**
     * Whether a page from here asks the server that it came from. The scheme does not count: before a proxy that ends TLS it is
     * another one.
     *
     * @param asked the request's own host
     */
    boolean isAt(Authority asked) {
        return asked.host().equals(host) && asked.port(usualPort(scheme)) == port;
    }

    private static int usualPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }
}
