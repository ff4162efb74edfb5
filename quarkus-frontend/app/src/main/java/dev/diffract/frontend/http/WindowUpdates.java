package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;

/**
 * Sums up how much room the client of HTTP/2 made for the answer of a stream, and for all of its connection, beside what they begin with: what
 * it makes is used up at once, so that the window itself looks the same before and after.
 */
final class WindowUpdates extends Http2FrameListenerDecorator {

    private static final AttributeKey<WindowUpdates> KEY = AttributeKey.valueOf(WindowUpdates.class, "diffract");

    private final Http2Connection connection;
    private final Http2Connection.PropertyKey sum;

    private WindowUpdates(Http2ConnectionDecoder decoder) {
        super(decoder.frameListener());
        this.connection = decoder.connection();
        this.sum = connection.newKey();
    }

    /** From now on; on the event loop of the connection. */
    static void count(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null && channel.attr(KEY).get() == null) {
            WindowUpdates updates = new WindowUpdates(http2.decoder());
            channel.attr(KEY).set(updates);
            http2.decoder().frameListener(updates);
        }
    }

    /** Bytes so far. */
    static long of(Channel channel, Http2Stream stream) {
        WindowUpdates updates = channel.attr(KEY).get();
        return updates == null ? 0 : updates.of(stream);
    }

    private long of(Http2Stream stream) {
        Long bytes = stream.getProperty(sum);
        return bytes == null ? 0 : bytes;
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
        Http2Stream open = connection.stream(stream);
        if (open != null) {
            open.setProperty(sum, of(open) + increment);
        }
        super.onWindowUpdateRead(context, stream, increment);
    }
}
