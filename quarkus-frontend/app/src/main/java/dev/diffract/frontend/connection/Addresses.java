package dev.diffract.frontend.connection;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each client has. Thread-safe. */
final class Addresses {

    /** Bytes of an IPv6 address that its network is told by: what follows is anybody's own choice. */
    private static final int NETWORK = 8;

    private final Map<ByteBuffer, Integer> open = new ConcurrentHashMap<>();

    /** What tells a client from others. */
    static ByteBuffer of(Channel connection) {
        if (connection.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null) {
            byte[] address = socket.getAddress().getAddress();
            boolean network = socket.getAddress() instanceof Inet6Address;
            return ByteBuffer.wrap(network ? Arrays.copyOf(address, NETWORK) : address);
        }
        return ByteBuffer.allocate(0); // gone already
    }

    int of(ByteBuffer client) {
        return open.getOrDefault(client, 0);
    }

    void add(ByteBuffer client) {
        open.merge(client, 1, Integer::sum);
    }

    void remove(ByteBuffer client) {
        open.computeIfPresent(client, (any, connections) -> connections == 1 ? null : Integer.valueOf(connections - 1));
    }
}
