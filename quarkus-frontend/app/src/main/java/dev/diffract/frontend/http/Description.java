package dev.diffract.frontend.http;

import java.util.UUID;

/** The interface's description, and the files of what shows it: Quarkus answers them, of which nobody else can say what they hold. */
final class Description {

    /**
     * The tag of all of it (RFC 9110, 8.8.3): it comes with the program and its configuration, so it is the same for as long as the program
     * runs. Weak, as it is the same however the answer is packed.
     */
    static final String TAG = "W/\"" + UUID.randomUUID() + "\"";

    private static final String DOCUMENT = "/q/openapi";
    private static final String SHOWN = "/q/swagger-ui";

    private Description() {}

    /** @param path normalized */
    static boolean has(String path) {
        return path.equals(DOCUMENT) || path.startsWith(DOCUMENT + ".") || path.startsWith(SHOWN + "/");
    }
}
