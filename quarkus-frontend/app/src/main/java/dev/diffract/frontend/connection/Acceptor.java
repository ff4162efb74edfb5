package dev.diffract.frontend.connection;

import dev.diffract.frontend.intake.SlowSenders;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees each connection of one port as it is accepted: one too many is closed at once, the others have a {@link HeadDeadline}. */
final class Acceptor extends ChannelInboundHandlerAdapter {

    private final int limit;
    private final Duration patience;
    private final SlowSenders slow;
    private final AtomicInteger open = new AtomicInteger();

    /** @param limit connections at a time */
    Acceptor(int limit, Duration patience, SlowSenders slow) {
        this.limit = limit;
        this.patience = patience;
        this.slow = slow;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
        Channel connection = (Channel) accepted;
        if (open.get() >= limit) { // only here it grows, on one thread
            connection.unsafe().closeForcibly();
            return;
        }
        open.incrementAndGet();
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        connection.pipeline().addFirst(new HeadDeadline(patience, slow));
        super.channelRead(context, accepted);
    }
}
