package dev.diffract.frontend.connection;

import dev.diffract.frontend.intake.SlowSenders;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Sees each connection of one port as it is accepted, and gives it a {@link HeadDeadline} and a {@link ChangeOfProtocol}. For one too many,
 * of all or of its address, the one that has been idle longest is closed; where none is idle, the new one is closed at once.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

    private final ConnectionLimit limit;
    private final Duration patience;
    private final SlowSenders slow;
    private final AtomicInteger open = new AtomicInteger();
    private final Addresses addresses = new Addresses();
    private final IdleConnections idle = new IdleConnections();

    /** @param patience for the headers of a request */
    Acceptor(ConnectionLimit limit, Duration patience, SlowSenders slow) {
        this.limit = limit;
        this.patience = patience;
        this.slow = slow;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
        Channel connection = (Channel) accepted;
        ByteBuffer client = Addresses.of(connection);
        boolean room = addresses.of(client) < limit.perAddress() // only here they grow, on one thread
                ? open.get() < limit.connections() || makeRoom(any -> true)
                : makeRoom(other -> other.isOf(client));
        if (!room) {
            connection.unsafe().closeForcibly();
            return;
        }
        open.incrementAndGet();
        addresses.add(client);
        HeadDeadline deadline = new HeadDeadline(patience, slow, limit.idle(), idle, client);
        connection.closeFuture().addListener(closed -> {
            if (deadline.leave()) {
                leave(client);
            }
        });
        connection.pipeline().addFirst(deadline, ChangeOfProtocol.watch());
        super.channelRead(context, accepted);
    }

    /** Counts the one that is to go as gone, so that no other has to go for the same place. */
    private boolean makeRoom(Predicate<HeadDeadline> which) {
        return idle.takeOldest(which)
                .map(oldest -> {
                    if (oldest.leave()) {
                        leave(oldest.client());
                    }
                    oldest.giveWay();
                    return true;
                })
                .orElse(false);
    }

    private void leave(ByteBuffer client) {
        open.decrementAndGet();
        addresses.remove(client);
    }
}
