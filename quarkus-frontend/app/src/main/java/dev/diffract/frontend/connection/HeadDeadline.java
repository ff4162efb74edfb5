package dev.diffract.frontend.connection;

import dev.diffract.frontend.intake.SlowSenders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose first request does not come, or whose next request has begun and does not come to the end of its headers, in
 * time. The server's own timeout only knows connections on which nothing moves, and has to be longer than a picture takes. First in the
 * connection's pipeline; belongs to its event loop.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {

    private static final String SENTENCE = "The headers of the request came too slowly, or not to their end.\n";
    private static final String ANSWER = "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + SENTENCE.length() + "\r\nConnection: close\r\n\r\n" + SENTENCE;

    /** How HTTP/2 begins, whose answers are no text. */
    private static final String PREFACE = "PRI";

    private final Duration patience;
    private final SlowSenders slow;
    private final StringBuilder beginning = new StringBuilder();
    private ChannelHandlerContext connection;
    private boolean awaited = true;
    private Future<?> timer;

    /** @param patience for the headers of one request, and for the first of them from the moment of connecting */
    HeadDeadline(Duration patience, SlowSenders slow) {
        this.patience = patience;
        this.slow = slow;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        connection = context;
        arm();
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (awaited && message instanceof ByteBuf bytes) {
            remember(bytes);
            if (timer == null) {
                arm();
            }
        }
        super.channelRead(context, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        arrived();
        super.channelInactive(context);
    }

    /** The headers of a request are there: whatever comes now is looked after by others. */
    void arrived() {
        awaited = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** A request and its answer are over, and what comes now is the next one's; of HTTP/2, whose requests have no order, never. */
    void next() {
        connection.executor().execute(() -> {
            awaited = true;
            beginning.setLength(0);
        });
    }

    private void arm() {
        timer = connection.executor().schedule(this::tooSlow, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void remember(ByteBuf bytes) {
        int more = Math.min(PREFACE.length() - beginning.length(), bytes.readableBytes());
        beginning.append(bytes.toString(bytes.readerIndex(), more, StandardCharsets.ISO_8859_1));
    }

    private void tooSlow() {
        slow.head();
        boolean readsText = beginning.length() > 0
                && !PREFACE.contentEquals(beginning)
                && connection.pipeline().get(SslHandler.class) == null;
        if (readsText) {
            connection
                    .writeAndFlush(Unpooled.copiedBuffer(ANSWER, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            connection.close();
        }
    }
}
