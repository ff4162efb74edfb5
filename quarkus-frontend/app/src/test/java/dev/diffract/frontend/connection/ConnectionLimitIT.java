package dev.diffract.frontend.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.RawHttp1;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** There is an end to connections, whether anything is asked on them or not; who comes after one has gone is answered. */
@QuarkusTest
@TestProfile(ConnectionLimitIT.Few.class)
@QuarkusTestResource(FakeSlices.class)
class ConnectionLimitIT {

    private static final int LIMIT = 8;

    /** Few connections, and all patience with them. */
    public static class Few implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("diffract.http.max-connections", String.valueOf(LIMIT), "diffract.intake.patience", "10m");
        }
    }

    @TestHTTPResource
    URI address;

    @Test
    void oneTooManyIsClosedAtOnceUntilAnotherHasGone() throws IOException {
        List<RawHttp1> open = takeAllPlaces();
        try {
            assertThat(isAnswered()).as("all are silent, and count").isFalse();

            open.remove(1).close();
            await().until(this::isAnswered);
        } finally {
            closeAll(open);
        }
    }

    /** It was answered, and owes nothing and is owed nothing; who has asked for nothing yet may be about to. */
    @Test
    void theLongestIdleGivesItsPlaceToTheNextOne() throws IOException {
        List<RawHttp1> open = takeAllPlaces();
        try {
            for (RawHttp1 connection : open.subList(2, 5)) {
                assertThat(connection.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
            }
            try (RawHttp1 next = new RawHttp1(address)) {
                assertThat(next.get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
                assertThat(open.get(2).readToEnd()).isEmpty();
                for (int i : new int[] {0, 3, 4, 7}) {
                    assertThat(open.get(i).get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
                }
            }
        } finally {
            closeAll(open);
        }
    }

    /** The server may count one that has gone for a moment longer: whoever came too early then was closed, and all try again. */
    private List<RawHttp1> takeAllPlaces() {
        return await().until(this::tryAllPlaces, places -> places.size() == LIMIT);
    }

    /** Connections are accepted one after another: once one too many is closed, it is known which of those before it stay. */
    private List<RawHttp1> tryAllPlaces() throws IOException {
        List<RawHttp1> open = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            open.add(new RawHttp1(address));
        }
        if (isAnswered() || open.stream().anyMatch(RawHttp1::isClosed)) {
            closeAll(open);
            return List.of();
        }
        return open;
    }

    private static void closeAll(List<RawHttp1> connections) throws IOException {
        for (RawHttp1 connection : connections) {
            connection.close();
        }
    }

    private boolean isAnswered() throws IOException {
        try (RawHttp1 connection = new RawHttp1(address)) {
            return connection.get("/v1/models").readAnswer().startsWith("HTTP/1.1 200 ");
        } catch (EOFException | SocketException closed) {
            return false;
        }
    }
}
