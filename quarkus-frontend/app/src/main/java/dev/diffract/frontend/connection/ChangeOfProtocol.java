package dev.diffract.frontend.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * Looks at the first request of a connection, which may ask to go on in HTTP/2 ({@code Upgrade: h2c}; RFC 7540, 3.2): one that does not do
 * so as it has to is answered as the HTTP/1 that it is (RFC 9110, 7.8). The server below would answer it by itself, with an answer that has
 * no end, and go on listening. Its later requests cannot change the protocol: there such a header means nothing.
 */
final class ChangeOfProtocol extends ChannelInboundHandlerAdapter {

    /** Vert.x' name of what changes the protocol. */
    private static final String CHANGES = "h2c";

    /** What both headers of such a request are named by in {@code Connection}. */
    private static final String NAMED = HttpHeaderValues.UPGRADE + ", " + Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER;

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
            look(request);
            context.pipeline().remove(this);
        }
        super.channelRead(context, message);
    }

    private static void look(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.UPGRADE, Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, true)) {
            return;
        }
        if (isWhole(request)) {
            headers.set(HttpHeaderNames.CONNECTION, NAMED); // of several lines the server below reads one
        } else {
            headers.remove(HttpHeaderNames.UPGRADE);
        }
    }

    private static boolean isWhole(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> settings = headers.getAll(Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER);
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER, true)
                && settings.size() == 1
                && areSettings(settings.get(0));
    }

    /** Whether a text is what a frame of settings would hold (RFC 7540, 3.2.1). */
    private static boolean areSettings(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            while (bytes.remaining() >= Http2CodecUtil.SETTING_ENTRY_LENGTH) {
                check((char) bytes.getShort(), Integer.toUnsignedLong(bytes.getInt()));
            }
            return !bytes.hasRemaining();
        } catch (IllegalArgumentException noSettings) {
            return false;
        }
    }

    private static void check(char setting, long value) {
        new Http2Settings().put(setting, Long.valueOf(value));
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
