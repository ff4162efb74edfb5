package dev.diffract.frontend.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends the conversation with a client: the connection, or of HTTP/2 only the stream. */
public final class HangUp {

    private static final long CANCEL = 0x8;

    private HangUp() {}

    /** After what was answered. */
    static void on(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(CANCEL);
        } else {
            request.connection().close();
        }
    }

    /** Without waiting for anything that the client has not taken. From any thread. */
    public static void atOnce(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(CANCEL);
        } else {
            ((ConnectionBase) request.connection()).channelHandlerContext().close();
        }
    }
}
