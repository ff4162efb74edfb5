package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * How far an answer has come on its way into the network, as one look saw it.
 *
 * @param waits whether anything of it is on this side still
 * @param left bytes of it that are, at most; what is read from files is not
 * @param queued bytes of a connection of HTTP/1, which become fewer when something is taken, and more when something is made
 * @param progress what changes when something is taken, or room is made for it
 */
record Outbound(boolean waits, long left, long queued, long progress) {

    static final Outbound NOTHING = new Outbound(false, 0, 0, 0);

    /**
     * Looks; on the event loop of the connection.
     *
     * @param stream of HTTP/2, or negative
     * @param made bytes of the answer so far
     * @param complete whether that is all of it: of HTTP/2 it may be on its way to this thread only
     */
    static Outbound of(Channel channel, int stream, long made, boolean complete) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        Http2ConnectionHandler http2 = stream < 0 ? null : channel.pipeline().get(Http2ConnectionHandler.class);
        Http2Stream open = http2 == null ? null : http2.connection().stream(stream);
        if (http2 != null && open != null) {
            Http2RemoteFlowController windows = http2.encoder().flowController();
            if (windows.hasFlowControlled(open) || (complete && open.state().localSideOpen())) {
                long granted = windows.initialWindowSize() + WindowUpdates.of(channel, open);
                long sent = granted - windows.windowSize(open); // which moves with the initial size
                long left = made - sent + pending(out);
                return new Outbound(true, Math.max(0, Math.min(made, left)), 0, granted + sent);
            }
        }
        return of(out, made);
    }

    /**
     * Bytes of bodies that a connection of HTTP/2 has taken, from some beginning on; of HTTP/1, which has one answer at a time, always 0. On
     * its event loop.
     */
    static long ofConnection(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 == null) {
            return 0;
        }
        Http2Stream all = http2.connection().connectionStream();
        int window = http2.encoder().flowController().windowSize(all);
        return WindowUpdates.of(channel, all)
                - window
                - pending(channel.unsafe().outboundBuffer());
    }

    private static Outbound of(ChannelOutboundBuffer out, long made) {
        if (out == null || (out.isEmpty() && pending(out) == 0)) { // closed, or all sent
            return NOTHING;
        }
        return new Outbound(true, Math.min(made, pending(out)), pending(out), out.currentProgress());
    }

    private static long pending(ChannelOutboundBuffer out) {
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    /** Whether something was taken between two looks that both saw something wait. */
    boolean movedSince(Outbound before) {
        return waits && before.waits && (progress != before.progress || queued < before.queued);
    }
}
