package dev.diffract.frontend.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client sends before it has the answer to its request: kept here until it is answered, or thrown away if the client goes before
 * that, or if the answer is the last one of its connection. The server below would take it in at once; it stumbles over a client that goes in
 * the middle of such a body, so that nobody hears of it and the picture is drawn to its end, and goes on with whole requests of clients that
 * are gone.
 *
 * <p>Each waits until the answer before it is handed to the network, so that a connection has one answer in memory at most: however many
 * requests are sent, and however slowly their answers are read, all of them are answered.
 *
 * <p>A connection that keeps something reads on only while it keeps little and all together do. One that keeps nothing reads in any case,
 * for how else would it hear that its client goes; so the connections that the frontend has ({@code diffract.http.max-connections}) can
 * exceed the bound by a read each, which is 64 KiB at most ({@link Pipelining}). Belongs to the event loop of the connection, and is made
 * while its first request is asked.
 */
final class NextRequests extends ChannelDuplexHandler {

    /** Bytes from which on nothing more is read. */
    static final int MOST = 64 << 10;

    /** Bytes of a head beside its texts. */
    private static final int HEAD = 512;

    private final SentAhead all;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean answering = true;
    private boolean last;
    private boolean over;
    private boolean readLater;

    /** @param all counts what is kept here, too */
    NextRequests(SentAhead all) {
        this.all = all;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!over && waiting.isEmpty() && mayPass(message)) {
            pass(context, message);
        } else if (last) {
            over = true;
            ReferenceCountUtil.release(message);
        } else {
            waiting.add(message);
            count(size(message));
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (mayRead()) {
            context.read();
        } else {
            readLater = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof HttpResponse head && isLast(head)) {
            last = true;
            forgetRequests();
        }
        boolean whole = message instanceof LastHttpContent && !isInformational(message);
        ChannelPromise told = written.unvoid();
        if (whole) {
            told.addListener(sent -> {
                if (sent.isSuccess()) { // or the connection is at its end
                    // When the server below is through with it, too.
                    context.executor().execute(() -> next(context));
                }
            });
        }
        context.write(message, told);
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
        answering = last;
        boolean some = !waiting.isEmpty();
        while (!waiting.isEmpty() && mayPass(waiting.peek())) {
            Object message = waiting.remove();
            count(-size(message));
            pass(context, message);
        }
        if (some) {
            context.fireChannelReadComplete();
        }
        if (readLater && mayRead()) {
            readLater = false;
            context.read();
        }
    }

    private boolean mayRead() {
        return bytes == 0 || (bytes < MOST && all.hasRoom());
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

    private void count(int more) {
        bytes += more;
        all.add(more);
    }

    /** But not the body of the one that is answered, which is on its way to it and waited together with its head. */
    private void forgetRequests() {
        Deque<Object> body = new ArrayDeque<>();
        while (!waiting.isEmpty() && !(waiting.peek() instanceof HttpRequest)) {
            body.add(waiting.remove());
        }
        over |= !waiting.isEmpty();
        forget();
        for (Object part : body) {
            waiting.add(part);
            count(size(part));
        }
    }

    private void forget() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        count(-bytes);
    }

    private static boolean isLast(HttpResponse answer) {
        return !isInformational(answer)
                && answer.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
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
