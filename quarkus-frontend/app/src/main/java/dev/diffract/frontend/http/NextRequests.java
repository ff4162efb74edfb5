package dev.diffract.frontend.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client sends before it has the answer to its request: kept here until it is answered, or thrown away if the client goes before
 * that. The server below would take it in at once; it stumbles over a client that goes in the middle of such a body, so that nobody hears
 * of it and the picture is drawn to its end, and goes on with whole requests of clients that are gone. Belongs to the event loop of the
 * connection, and is made while its first request is asked.
 */
final class NextRequests extends ChannelDuplexHandler {

    /** Bytes from which on nothing more is read. */
    private static final int MOST = 64 << 10;

    /** Bytes of a head beside its texts. */
    private static final int HEAD = 512;

    private final Deque<Object> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean answering = true;
    private boolean readLater;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting.isEmpty() && mayPass(message)) {
            pass(context, message);
        } else {
            waiting.add(message);
            bytes += size(message);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (bytes < MOST) {
            context.read();
        } else {
            readLater = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        boolean last = message instanceof LastHttpContent && !isInformational(message);
        context.write(message, written);
        if (last) {
            // When the server below is through with it, too.
            context.executor().execute(() -> next(context));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }

    private void next(ChannelHandlerContext context) {
        answering = false;
        if (waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty() && mayPass(waiting.peek())) {
            Object message = waiting.remove();
            bytes -= size(message);
            pass(context, message);
        }
        context.fireChannelReadComplete();
        if (readLater && bytes < MOST) {
            readLater = false;
            context.read();
        }
    }

    /** What is no head belongs to a request that has passed. */
    private boolean mayPass(Object message) {
        return !answering || !(message instanceof HttpRequest);
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answering = true;
        }
        context.fireChannelRead(message);
    }

    private void forget() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        bytes = 0;
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse answer && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static int size(Object message) {
        int size = 0;
        if (message instanceof HttpRequest head) {
            size = HEAD + head.uri().length();
            for (var header : head.headers()) {
                size += header.getKey().length() + header.getValue().length();
            }
        }
        return message instanceof HttpContent content ? size + content.content().readableBytes() : size;
    }
}
