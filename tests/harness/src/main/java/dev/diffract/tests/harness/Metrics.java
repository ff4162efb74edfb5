package dev.diffract.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** What a program counts, in the text format of Prometheus. */
public final class Metrics {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    public Metrics(URI address) {
        this.address = address;
    }

    /**
     * The sum of all series of a name.
     *
     * @param labels that they have, {@code key="value"}
     * @return 0 without any
     */
    public double sum(String name, String... labels) {
        return values(name, labels).sum();
    }

    /**
     * The same of a name that is counted from the start.
     *
     * @throws AssertionError without any: a wrong name would count as 0 for ever
     */
    public double known(String name, String... labels) {
        double[] values = values(name, labels).toArray();
        if (values.length == 0) {
            throw new AssertionError("nothing is counted as " + name + " " + Arrays.toString(labels));
        }
        return Arrays.stream(values).sum();
    }

    private DoubleStream values(String name, String... labels) {
        return text().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }

    private String text() {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + address, e);
        }
    }
}
