package dev.diffract.frontend.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;

/** Whether a client has something to wait for. */
final class Owed {

    private Owed() {}

    /** What is on its way to it, and streams of HTTP/2 that are open; on the event loop of the connection. */
    static boolean on(Channel connection) {
        ChannelOutboundBuffer out = connection.unsafe().outboundBuffer();
        Http2ConnectionHandler http2 = connection.pipeline().get(Http2ConnectionHandler.class);
        return (out != null && !out.isEmpty())
                || (http2 != null && http2.connection().numActiveStreams() > 0);
    }
}
