package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends the conversation with a client: the connection, or of HTTP/2 only the stream. */
public final class HangUp {

    private static final long REFUSED_STREAM = 0x7;
    private static final long CANCEL = 0x8;

    private HangUp() {}

    /** After what was answered. */
    static void on(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            reset(request, CANCEL);
        } else {
            request.connection().close();
        }
    }

    /** On a request of which nothing was looked at: it may be sent again (RFC 9113, 8.7). */
    static void unasked(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            reset(request, REFUSED_STREAM);
        } else {
            atOnce(request);
        }
    }

    /** Without waiting for anything that the client has not taken. From any thread. */
    public static void atOnce(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            reset(request, CANCEL);
        } else {
            ((ConnectionBase) request.connection()).channelHandlerContext().close();
        }
    }

    /** Vert.x resets no stream that has ended on both sides for it, and its answer may wait for the client's window still. */
    private static void reset(HttpServerRequest request, long error) {
        request.response().reset(error);
        Channel channel = ((ConnectionBase) request.connection()).channel();
        int stream = request.response().streamId();
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext http2 = channel.pipeline().context(Http2ConnectionHandler.class);
            if (http2 == null || !channel.isActive()) {
                return;
            }
            if (!channel.isWritable()) { // takes nothing at all, so what ends its streams would wait, too
                http2.channel().unsafe().closeForcibly();
                return;
            }
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http2.handler();
            if (handler.connection().stream(stream) != null) {
                handler.resetStream(http2, stream, error, http2.newPromise());
                http2.flush();
            }
        });
    }
}
