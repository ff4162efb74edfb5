package dev.diffract.frontend.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Who tells which servers stand behind a name. */
@FunctionalInterface
public interface Lookup {

    /**
     * A server behind a name.
     *
     * @param name by which it is told from the others behind the same name
     */
    record Found(String name, InetAddress address) {}

    /**
     * Waits for an answer.
     *
     * @return in an order that stays as long as they do
     * @throws IOException if nobody can tell; its message says why
     */
    List<Found> lookUp(String name) throws IOException;
}
