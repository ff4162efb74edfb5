package dev.diffract.frontend.connection;

import dev.diffract.frontend.intake.SlowSenders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a connection on which nothing is owed and nothing is said for a while, whose first request does not come, or whose next request
 * has begun and does not come to the end of its headers, in time. The server's own timeout only knows connections on which nothing moves,
 * and has to be longer than a picture takes. First in the connection's pipeline; belongs to its event loop.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {

    private static final String SENTENCE = "The headers of the request came too slowly, or not to their end.\n";
    private static final String ANSWER = "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + SENTENCE.length() + "\r\nConnection: close\r\n\r\n" + SENTENCE;

    /** How HTTP/2 begins, whose answers are no text. */
    private static final String PREFACE = "PRI";

    private final Duration patience;
    private final SlowSenders slow;
    private final Duration quiet;
    private final IdleConnections idle;
    private final ByteBuffer client;
    private final AtomicBoolean left = new AtomicBoolean();
    private final StringBuilder beginning = new StringBuilder();
    private ChannelHandlerContext connection;
    private boolean awaited = true;
    private boolean asked;
    private int owed;
    private Future<?> timer;
    private Future<?> silence;

    /**
     * @param patience for the headers of one request, and for the first of them from the moment of connecting
     * @param quiet between two requests
     * @param idle knows it while it is idle
     * @param client whose it is
     */
    HeadDeadline(Duration patience, SlowSenders slow, Duration quiet, IdleConnections idle, ByteBuffer client) {
        this.patience = patience;
        this.slow = slow;
        this.quiet = quiet;
        this.idle = idle;
        this.client = client;
    }

    ByteBuffer client() {
        return client;
    }

    boolean isOf(ByteBuffer other) {
        return client.equals(other);
    }

    /** It is not counted any more. @return whether it was until now */
    boolean leave() {
        return left.compareAndSet(false, true);
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
            busy();
            if (timer == null) {
                arm();
            }
        }
        super.channelRead(context, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        arrived();
        idle.remove(this);
        super.channelInactive(context);
    }

    /** The headers of a request are there: whatever comes now is looked after by others. */
    void arrived() {
        awaited = false;
        asked = true;
        owed++;
        busy();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** A request and its answer are over, and what comes now is the next one's. */
    void next() {
        connection.executor().execute(() -> {
            if (--owed > 0) { // the next one was there already
                return;
            }
            awaited = true;
            beginning.setLength(0);
            rest();
        });
    }

    /** A stream of HTTP/2 begins or is over, whose requests have no order: others may be open. */
    void stream() {
        connection.executor().execute(this::rest);
    }

    private void rest() {
        busy();
        if (!connection.channel().isActive()) {
            return;
        }
        silence = connection.executor().schedule(this::silent, quiet.toMillis(), TimeUnit.MILLISECONDS);
        if (!Owed.on(connection.channel())) {
            idle.add(this);
        }
    }

    private void busy() {
        idle.remove(this);
        if (silence != null) {
            silence.cancel(false);
            silence = null;
        }
    }

    private void silent() {
        if (Owed.on(connection.channel())) {
            rest();
        } else {
            connection.channel().close(); // of HTTP/2, with GOAWAY
        }
    }

    /** Another connection needs its place; from any thread. */
    void giveWay() {
        connection.channel().close();
    }

    private void arm() {
        timer = connection.executor().schedule(this::tooSlow, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void remember(ByteBuf bytes) {
        int more = Math.min(PREFACE.length() - beginning.length(), bytes.readableBytes());
        beginning.append(bytes.toString(bytes.readerIndex(), more, StandardCharsets.ISO_8859_1));
    }

    private void tooSlow() {
        if (asked && Owed.on(connection.channel())) { // the request may be here, and wait until answers are taken
            arm();
            return;
        }
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
