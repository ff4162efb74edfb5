package dev.diffract.frontend.core.trace;

import java.util.Locale;
import java.util.Optional;

/**
 * How a span ends.
 *
 * @param outcome one word
 * @param error what went wrong, in a sentence of this program: neither a server's words nor a user's; empty if nothing did
 */
public record End(String outcome, Optional<String> error) {

    public static final End OK = new End("ok", Optional.empty());

    /** Nobody wants it any more. */
    public static final End CANCELLED = new End("cancelled", Optional.empty());

    /** It broke by a fault of this program, which the log has. */
    public static final End BROKEN = new End("internal", Optional.of("This program has a fault; the log says which."));

    /**
     * @param kind of the failure
     */
    public static End failed(Enum<?> kind, String sentence) {
        return new End(kind.name().toLowerCase(Locale.ROOT), Optional.of(sentence));
    }
}
