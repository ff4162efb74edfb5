package dev.diffract.frontend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a request says of its body before it sends it. */
final class Announced {

    private Announced() {}

    /** Whether one follows, of HTTP/1.1, which says so (RFC 9112, 6). */
    static boolean body(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length(request) > 0;
    }

    /** Bytes; 0 if nothing is said. */
    static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // the server has refused what is no number
    }
}
