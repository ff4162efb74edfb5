package dev.diffract.frontend.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Predicate;

/**
 * Whose new pictures are drawn with the checkpoint that comes: a part of all callers, chosen by a hash, and those that are named. A caller is
 * on the same side each time, and one that is in a part is in every larger one.
 *
 * @param part of all callers, from 0 to 1
 * @param named says of a caller whether it is among them whatever the part
 */
public record Share(double part, Predicate<String> named) {

    /** Nobody. */
    public static final Share NONE = new Share(0, caller -> false);

    /** Everybody. */
    public static final Share ALL = new Share(1, caller -> true);

    private static final double BUCKETS = 1L << 32;

    /**
     * @throws IllegalArgumentException if the part is out of its range
     */
    public Share {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("a part is from 0 to 1, was " + part);
        }
    }

    /** Part of all callers, and nobody by name. */
    public static Share of(double part) {
        return new Share(part, caller -> false);
    }

    /** Whether it is everybody. */
    public boolean isWhole() {
        return part == 1;
    }

    /**
     * Whether a caller is among them.
     *
     * @param checkpoint the digest of what comes: each has another choice of callers
     */
    boolean has(String caller, String checkpoint) {
        return isWhole() || named.test(caller) || place(caller, checkpoint) < part;
    }

    /** Anywhere from 0 to 1, exclusive; equally likely everywhere. */
    private static double place(String caller, String checkpoint) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((checkpoint + '\n' + caller).getBytes(StandardCharsets.UTF_8));
            long bucket = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                bucket = (bucket << Byte.SIZE) | (digest[i] & 0xff);
            }
            return bucket / BUCKETS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
