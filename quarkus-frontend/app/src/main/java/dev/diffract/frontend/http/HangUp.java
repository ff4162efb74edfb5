package dev.diffract.frontend.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Ends the conversation with whoever sends what nobody waits for: the connection, or of HTTP/2 only the stream. */
final class HangUp {

    private static final long CANCEL = 0x8;

    private HangUp() {}

    static void on(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(CANCEL);
        } else {
            request.connection().close();
        }
    }
}
