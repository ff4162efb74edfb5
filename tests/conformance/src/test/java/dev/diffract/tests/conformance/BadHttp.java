package dev.diffract.tests.conformance;

import static dev.diffract.tests.conformance.Answers.get;
import static dev.diffract.tests.conformance.Answers.post;
import static dev.diffract.tests.conformance.Answers.text;
import static dev.diffract.tests.conformance.GoodBodies.BINARY;
import static dev.diffract.tests.conformance.GoodBodies.GOOD;
import static dev.diffract.tests.conformance.GoodBodies.INFER;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The requests of {@code bad-http.json}, which a server should refuse. */
final class BadHttp {

    private BadHttp() {}

    static Stream<Exchange> all() {
        JsonNode cases = read();
        return Stream.of(
                        all(cases.get("replaced"), BadHttp::replaced),
                        all(cases.get("typed"), BadHttp::typed),
                        all(cases.get("addressed"), BadHttp::addressed),
                        all(cases.get("binary"), BadHttp::binary),
                        all(cases.get("asked"), BadHttp::asked))
                .flatMap(kind -> kind);
    }

    /** A part of a good body is another; without a part all of it. */
    private static Exchange replaced(JsonNode bad) {
        String part = bad.has("part") ? bad.get("part").asText() : GOOD;
        if (!GOOD.contains(part)) {
            throw new IllegalArgumentException("the good body has no part " + part);
        }
        String body = GOOD.replace(part, bad.get("by").asText());
        return new Exchange(what(bad), clients -> post(clients, INFER, body));
    }

    /** The first thing read of a request for another model: one input with its data. */
    private static Exchange typed(JsonNode bad) {
        String type = bad.get("type").asText();
        String body = "{\"inputs\":[{\"name\":\"" + type.toLowerCase(Locale.ROOT) + "\",\"datatype\":\"" + type
                + "\",\"shape\":[2],\"data\":" + bad.get("data") + "}]}";
        return new Exchange(what(bad), clients -> post(clients, "/v2/models/types/infer", body));
    }

    private static Exchange addressed(JsonNode bad) {
        return new Exchange(what(bad), clients -> post(clients, bad.get("path").asText(), GOOD));
    }

    /** A header's length, or the right one, and values behind it. */
    private static Exchange binary(JsonNode bad) {
        String length = bad.has("length") ? bad.get("length").asText() : Integer.toString(BINARY.length());
        float[] values = new float[bad.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bad.get("values").get(i).floatValue();
        }
        return new Exchange(
                what(bad), clients -> text(clients.http().post(INFER, length, GoodBodies.body(BINARY, values))));
    }

    private static Exchange asked(JsonNode bad) {
        return asked(bad.get("method").asText(), bad.get("path").asText());
    }

    /** A method without a body at an address. */
    static Exchange asked(String method, String path) {
        return new Exchange(
                "HTTP: " + method + " " + path,
                clients -> method.equals("GET") ? get(clients, path) : post(clients, path, ""));
    }

    private static String what(JsonNode bad) {
        return "HTTP: " + bad.get("what").asText();
    }

    private static Stream<Exchange> all(JsonNode cases, Function<JsonNode, Exchange> exchange) {
        List<Exchange> all =
                StreamSupport.stream(cases.spliterator(), false).map(exchange).toList();
        if (all.isEmpty()) {
            throw new IllegalStateException("no case of a kind");
        }
        return all.stream();
    }

    private static JsonNode read() {
        try (InputStream file = BadHttp.class.getResourceAsStream("bad-http.json")) {
            return HttpClientForTests.JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
