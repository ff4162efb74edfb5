package dev.diffract.frontend.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as a {@code Host} header and an origin write them.
 *
 * @param host in small letters, without the dot at the end of a whole name; an IPv6 address as Java writes it, without brackets
 * @param port 0 to 65535, or {@link #NONE}
 */
record Authority(String host, int port) {

    /** No port is named: it is the one that the scheme means. */
    static final int NONE = -1;

    private static final int LAST_PORT = 65_535;
    private static final Pattern TEXT =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,255})(?::(?<port>\\d{0,5}))?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}");
    private static final String LOOPBACK_6 = "0:0:0:0:0:0:0:1";

    /** What a text says, or nothing if it names no host. No name is looked up. */
    static Optional<Authority> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group("port");
        int port = digits == null || digits.isEmpty() ? NONE : Integer.parseInt(digits);
        return port > LAST_PORT ? Optional.empty() : host(matcher.group("host")).map(host -> new Authority(host, port));
    }

    /** Whether it is this very machine that is meant. */
    boolean isLoopback() {
        return host.equals(LOOPBACK_6) || LOOPBACK.matcher(host).matches();
    }

    /** The port that is meant with a scheme whose usual one is given. */
    int port(int usual) {
        return port == NONE ? usual : port;
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            try {
                return Optional.of(InetAddress.getByName(text).getHostAddress()); // brackets: an address, or an error
            } catch (UnknownHostException noAddress) {
                return Optional.empty();
            }
        }
        String small = text.toLowerCase(Locale.ROOT);
        String name = small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
