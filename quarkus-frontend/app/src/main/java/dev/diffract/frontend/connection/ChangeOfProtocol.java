package dev.diffract.frontend.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Passes over that the first request of a connection asks to go on in HTTP/2 ({@code Upgrade: h2c}; RFC 7540, 3.2): it is answered as the
 * HTTP/1 that it is (RFC 9110, 7.8), and so are all that follow. RFC 9113 has that change no more, and clients that ask for it lose what
 * comes right behind the 101, of answers of more than 16 KiB above all: Java's (17 and 25) one in some hundred, after which it waits for
 * ever or reads frames where none are, curl 7.88 one in four. The server below answers one that is not asked for as it has to be by itself,
 * with an answer that has no end. HTTP/2 begins with its preface, or over TLS.
 */
final class ChangeOfProtocol extends ChannelInboundHandlerAdapter {

    /** Vert.x' name of what changes the protocol. */
    private static final String CHANGES = "h2c";

    private ChangeOfProtocol() {}

    /**
     * What has to stand before anything that reads the bytes of a new connection: only the first of them tell what there will be to look at.
     */
    static ChannelInboundHandlerAdapter watch() {
        return new First();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            if (request.headers().contains(HttpHeaderNames.UPGRADE, Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, true)) {
                request.headers().remove(HttpHeaderNames.UPGRADE);
            }
            context.pipeline().remove(this);
        }
        super.channelRead(context, message);
    }

    /** Before what tells HTTP/1 from HTTP/2 by the first bytes. */
    private static final class First extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
            context.pipeline().addLast(new Told()).remove(this);
            super.channelRead(context, bytes);
        }
    }

    /** Behind it, before everything that it adds for either. */
    private static final class Told extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
            if (context.pipeline().get(CHANGES) != null) {
                context.pipeline().addBefore(CHANGES, null, new ChangeOfProtocol());
            }
            context.pipeline().remove(this);
            super.channelRead(context, bytes);
        }
    }
}
