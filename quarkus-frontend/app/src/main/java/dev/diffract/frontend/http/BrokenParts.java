package dev.diffract.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A part of a body that is no HTTP waits for the answer to its request, unless somebody reads the body: the server below closes the
 * connection on it at once, and who was refused without being read would not learn why. Belongs to the event loop of the connection.
 */
final class BrokenParts extends ChannelDuplexHandler {

    private boolean answered = true;
    private boolean read;
    private ChannelHandlerContext connection;
    private Object held;

    /** Of a request that has just come. */
    private BrokenParts() {
        answered = false;
    }

    /**
     * From the request on that is asked first.
     *
     * @param server the name of what takes requests
     */
    static void in(Channel channel, String server) {
        if (channel.pipeline().get(BrokenParts.class) == null) {
            channel.pipeline().addBefore(server, null, new BrokenParts());
        }
    }

    /** Somebody reads the body, and hears of what is broken in it. Of HTTP/2 nothing. */
    static void reads(HttpServerRequest request) {
        of(request, true);
    }

    /** Nobody reads the body any more. */
    static void readsNoMore(HttpServerRequest request) {
        of(request, false);
    }

    private static void of(HttpServerRequest request, boolean read) {
        if (request.version() != HttpVersion.HTTP_2) {
            BrokenParts parts =
                    ((ConnectionBase) request.connection()).channel().pipeline().get(BrokenParts.class);
            if (parts != null) {
                parts.read = read;
                parts.pass();
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answered = false;
            read = false;
        }
        if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
            held = message;
            pass();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        ChannelPromise told = written.unvoid();
        if (message instanceof LastHttpContent && !isInformational(message)) {
            told.addListener(sent -> context.executor()
                    .execute(
                            () -> { // when the server below is through with it, too
                                answered = true;
                                pass();
                            }));
        }
        context.write(message, told);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(held);
        held = null;
    }

    private void pass() {
        Object message = held;
        ChannelHandlerContext context = connection;
        if (message != null && context != null && (read || answered)) {
            held = null;
            context.fireChannelRead(message);
            context.fireChannelReadComplete();
        }
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse answer && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
