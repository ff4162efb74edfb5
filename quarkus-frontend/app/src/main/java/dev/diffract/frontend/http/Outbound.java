package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * How far an answer has come on its way into the network: two looks that are equal saw nothing move.
 *
 * @param waits whether anything of it is on this side still
 * @param left what changes when something of it is taken, or room is made for it
 * @param moved the same
 */
record Outbound(boolean waits, long left, long moved) {

    private static final Outbound GONE = new Outbound(false, 0, 0);

    /**
     * Looks; on the event loop of the connection.
     *
     * @param stream of HTTP/2, or negative
     * @param complete whether the whole answer was made: of HTTP/2 it may be on its way to this thread only
     */
    static Outbound of(Channel channel, int stream, boolean complete) {
        Http2ConnectionHandler http2 = stream < 0 ? null : channel.pipeline().get(Http2ConnectionHandler.class);
        Http2Stream open = http2 == null ? null : http2.connection().stream(stream);
        if (http2 != null && open != null) {
            Http2RemoteFlowController windows = http2.encoder().flowController();
            if (windows.hasFlowControlled(open) || (complete && open.state().localSideOpen())) {
                return new Outbound(true, windows.windowSize(open), WindowUpdates.of(channel, open));
            }
        }
        return of(channel.unsafe().outboundBuffer());
    }

    private static Outbound of(ChannelOutboundBuffer out) {
        if (out == null || (out.isEmpty() && out.totalPendingWriteBytes() == 0)) { // closed, or all sent
            return GONE;
        }
        return new Outbound(true, out.totalPendingWriteBytes(), out.currentProgress()); // of files, only the latter
    }
}
