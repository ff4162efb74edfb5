package dev.diffract.frontend.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the page, which are answered before any route is asked: only where they cannot be, somebody has to know of them. */
final class PageFiles {

    /** Their methods, as an Allow header has them. */
    static final String METHODS = "GET, HEAD";

    private static final String ROOT = "META-INF/resources";
    private static final int DIGEST_BYTES = 12;

    /** There are as many as there are files: what is none is not remembered. */
    private static final Map<String, String> TAGS = new ConcurrentHashMap<>();

    private PageFiles() {}

    /**
     * Whether there is one at an address.
     *
     * @param path normalized
     */
    static boolean has(String path) {
        return find(path) != null;
    }

    /**
     * The tag of what a file holds (RFC 9110, 8.8.3): weak, as it is the same however the answer is packed.
     *
     * @param path normalized
     * @return empty if there is no file at the address
     */
    static Optional<String> tag(String path) {
        String known = TAGS.get(path);
        URL file = known == null ? find(path) : null;
        if (file != null) {
            known = TAGS.computeIfAbsent(path, any -> digest(file));
        }
        return Optional.ofNullable(known);
    }

    private static URL find(String path) {
        String file = path.endsWith("/") ? path + "index.html" : path;
        boolean directory = file.lastIndexOf('.') < file.lastIndexOf('/');
        return directory ? null : Thread.currentThread().getContextClassLoader().getResource(ROOT + file);
    }

    private static String digest(URL file) {
        try (InputStream in = file.openStream()) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(sum, DIGEST_BYTES)) + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
