package dev.diffract.tests.conformance;

import java.util.function.Function;

/**
 * Something asked of a server.
 *
 * @param what named in the test's report
 * @param question gives the answer as a text that two servers can be compared by
 */
record Exchange(String what, Function<Clients, String> question) {

    String ask(Clients server) {
        return question.apply(server);
    }

    @Override
    public String toString() {
        return what;
    }
}
