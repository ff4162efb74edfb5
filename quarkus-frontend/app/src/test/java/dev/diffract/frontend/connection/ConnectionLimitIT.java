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
            return Map.of(
                    "quarkus.http.limits.max-connections", String.valueOf(LIMIT), "diffract.intake.patience", "10m");
        }
    }

    @TestHTTPResource
    URI address;

    @Test
    void oneTooManyIsClosedAtOnceUntilAnotherHasGone() throws IOException {
        List<RawHttp1> open = new ArrayList<>();
        try {
            for (int i = 0; i < LIMIT; i++) {
                open.add(new RawHttp1(address));
            }
            assertThat(open.get(0).get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");
            assertThat(isAnswered()).as("all but one are silent, and count").isFalse();
            assertThat(open.get(0).get("/v1/models").readAnswer()).startsWith("HTTP/1.1 200 ");

            open.remove(1).close();
            await().until(this::isAnswered);
        } finally {
            for (RawHttp1 connection : open) {
                connection.close();
            }
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
