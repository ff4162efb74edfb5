package dev.diffract.frontend.http;

/** The files of the page, which are answered before any route is asked: only where they cannot be, somebody has to know of them. */
final class PageFiles {

    /** Their methods, as an Allow header has them. */
    static final String METHODS = "GET, HEAD";

    private static final String ROOT = "META-INF/resources";

    private PageFiles() {}

    /**
     * Whether there is one at an address.
     *
     * @param path normalized
     */
    static boolean has(String path) {
        String file = path.endsWith("/") ? path + "index.html" : path;
        return Thread.currentThread().getContextClassLoader().getResource(ROOT + file) != null;
    }
}
