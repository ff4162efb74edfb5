package dev.diffract.builder.cli.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The fleet of one frontend, by its management port. */
public final class FleetClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);
    private static final String PROBLEM = "application/problem+json";
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();
    private final String address;
    private final URI fleet;

    /**
     * @param address {@code HOST:PORT} of the management port
     * @throws FleetException if it is no such address
     */
    public FleetClient(String address) {
        this.address = address;
        try {
            this.fleet = URI.create("http://" + address + "/admin/fleet");
        } catch (IllegalArgumentException wrong) {
            throw noAddress(address);
        }
        if (fleet.getHost() == null
                || fleet.getPort() < 0
                || !address.equals(fleet.getRawAuthority())
                || fleet.getUserInfo() != null) {
            throw noAddress(address);
        }
    }

    private static FleetException noAddress(String address) {
        return new FleetException(
                "'" + address + "' is no address: write HOST:PORT of the management port, for example 127.0.0.1:8090");
    }

    /** All slices: {@code {"slices": [...]}}. */
    public JsonNode status() {
        return send(HttpRequest.newBuilder(fleet).timeout(ANSWERING).build());
    }

    /**
     * Keeps new work from a slice.
     *
     * @param force also from the last one that can draw with some model
     * @return the slice
     */
    public JsonNode drain(String slice, boolean force) {
        return order("/slices/" + encoded(slice) + "/drain" + (force ? "?force=true" : ""));
    }

    /**
     * Lets a slice have work again.
     *
     * @return the slice
     */
    public JsonNode undrain(String slice) {
        return order("/slices/" + encoded(slice) + "/undrain");
    }

    /**
     * Has the frontend read its file of slices again.
     *
     * @return names of slices that came and went, and all there are: {@code {"come": [...], "gone": [...], "slices": [...]}}
     */
    public JsonNode reload() {
        return order("/reload");
    }

    /**
     * Switches a model to the checkpoint of another repository; if that is under way, changes who draws with it first.
     *
     * @param repository its directory, as the frontend finds it
     * @param more further parameters of the request, such as {@code canary}, by name
     * @return how the switch is: {@code {"from": ..., "to": ..., "phase": ..., ...}}
     */
    public JsonNode switchTo(String repository, Map<String, String> more) {
        StringBuilder query = new StringBuilder("?repository=").append(encoded(repository));
        more.forEach((name, value) -> query.append('&').append(name).append('=').append(encoded(value)));
        return order("/switch" + query);
    }

    /**
     * Takes the latest switch back.
     *
     * @return how that is, as {@link #switchTo} tells
     */
    public JsonNode rollback() {
        return order("/rollback");
    }

    private static String encoded(String slice) {
        return URLEncoder.encode(slice, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode order(String path) {
        return send(HttpRequest.newBuilder(URI.create(fleet + path))
                .timeout(ANSWERING)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.noBody())
                .build());
    }

    /** @throws FleetException if nobody answers, or what answers refuses */
    private JsonNode send(HttpRequest request) {
        HttpResponse<String> answer;
        try {
            answer = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FleetException(
                    "nothing answers at " + address
                            + ": is a frontend running there, and is that its management port? Another one is told with --at HOST:PORT",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while " + address + " was asked", e);
        }
        boolean problem = answer.headers().firstValue("Content-Type").orElse("").startsWith(PROBLEM);
        if (answer.statusCode() != OK && !problem) {
            throw stranger(null);
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (problem) {
                throw new FleetException(sentence(body));
            }
            return body;
        } catch (JsonProcessingException e) {
            throw stranger(e);
        }
    }

    private static String sentence(JsonNode problem) {
        String hint = problem.path("code").asText().equals("last_slice") ? " --force drains it all the same." : "";
        return problem.path("detail").asText(problem.path("title").asText("it was refused")) + hint;
    }

    private FleetException stranger(Throwable cause) {
        return new FleetException(
                "what answers at " + address + " is not the management port of a frontend of this version", cause);
    }
}
