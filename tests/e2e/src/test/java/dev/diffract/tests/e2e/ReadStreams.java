package dev.diffract.tests.e2e;

import dev.diffract.tests.e2e.RawConnection.Frame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The answers of a connection of HTTP/2, none of which comes further than it is allowed to. */
final class ReadStreams {

    private final RawConnection client;
    private final Map<Integer, Integer> allowed = new TreeMap<>();
    private final Map<Integer, Integer> read = new TreeMap<>();
    private final Set<Integer> open = new TreeSet<>();

    /** @param client nothing has been sent on it */
    ReadStreams(RawConnection client) {
        this.client = client.closeWindows();
    }

    /** Asks for what is to be read; nothing of its body may come. */
    int ask(String path) {
        int stream = 2 * allowed.size() + 1;
        client.getHttp2(stream, path);
        allowed.put(stream, 0);
        read.put(stream, 0);
        open.add(stream);
        return stream;
    }

    /** So many bytes more of a stream may come. */
    void allow(int stream, int bytes) {
        client.grant(0, bytes).grant(stream, bytes);
        allowed.merge(stream, bytes, Integer::sum);
    }

    /** Reads what may come, of all streams: in which order is the server's choice. */
    void readWhatIsAllowed() {
        while (open.stream().anyMatch(stream -> read.get(stream) < allowed.get(stream))) {
            Frame frame = client.next();
            if (frame.isOfBody()) {
                read.merge(frame.stream(), frame.length(), Integer::sum);
            }
            if (frame.endsItsStream()) {
                open.remove(frame.stream());
            }
        }
    }

    /** The streams whose end has not come. */
    List<Integer> open() {
        return List.copyOf(open);
    }

    /** Bytes of bodies that came, of each stream in its order. */
    List<Integer> read() {
        return List.copyOf(read.values());
    }
}
