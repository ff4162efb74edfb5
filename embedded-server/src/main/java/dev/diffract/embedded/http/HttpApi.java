package dev.diffract.embedded.http;

import dev.diffract.embedded.protocol.ProtoJson;
import dev.diffract.embedded.protocol.ProtocolMessages;
import dev.diffract.embedded.server.InferenceServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The protocol's HTTP interface: which path means what. */
public final class HttpApi {

    private static final String MODEL = "/v2/models/(?<model>[^/]+)(?:/versions/(?<version>[0-9]+))?";

    private record Route(String method, Pattern path, BiFunction<HttpRequestData, Matcher, HttpReply> handler) {}

    private final InferenceServer server;
    private final ProtocolMessages messages;
    private final RepositoryRoutes repository;
    private final InferRoute infer;
    private final List<Route> routes;

    private HttpApi(InferenceServer server, ProtocolMessages messages) {
        this.server = server;
        this.messages = messages;
        this.repository = new RepositoryRoutes(server, messages);
        this.infer = new InferRoute(server);
        this.routes = List.of(
                route("GET", "/v2/?", (request, path) -> HttpReply.json(ProtoJson.of(messages.serverMetadata()))),
                route("GET", "/v2/health/live", (request, path) -> HttpReply.healthy()),
                route("GET", "/v2/health/ready", (request, path) -> ready()),
                // Ahead of the models: "stats" is no model's name.
                route("GET", "/v2/models/stats", (request, path) -> statistics("", "")),
                route("GET", MODEL, (request, path) -> metadata(path)),
                route("GET", MODEL + "/ready", (request, path) -> modelReady(path)),
                route("GET", MODEL + "/config", (request, path) -> config(path)),
                route("GET", MODEL + "/stats", (request, path) -> statistics(model(path), version(path))),
                route("POST", MODEL + "/infer", (request, path) -> infer.infer(model(path), version(path), request)),
                route("POST", "/v2/repository/index", (request, path) -> repository.index(request)),
                route(
                        "POST",
                        "/v2/repository/models/(?<model>[^/]+)/load",
                        (request, path) -> repository.load(model(path), request)),
                route(
                        "POST",
                        "/v2/repository/models/(?<model>[^/]+)/unload",
                        (request, path) -> repository.unload(model(path), request)));
    }

    /**
     * @param address port 0 takes a free one
     * @throws IOException if the port cannot be had
     */
    public static HttpEndpoint start(InetSocketAddress address, InferenceServer server, ProtocolMessages messages)
            throws IOException {
        return HttpEndpoint.start(address, new HttpApi(server, messages)::answer);
    }

    private HttpReply answer(HttpRequestData request) {
        boolean pathKnown = false;
        for (Route route : routes) {
            Matcher path = route.path.matcher(request.path());
            if (path.matches()) {
                if (route.method.equals(request.method())) {
                    return route.handler.apply(request, path);
                }
                pathKnown = true;
            }
        }
        if (pathKnown && request.path().startsWith("/v2/repository/")) {
            return HttpReply.error(405, "Method Not Allowed");
        }
        return pathKnown ? HttpReply.early(405, "Method Not Allowed") : HttpReply.early(404, "Not Found");
    }

    private HttpReply ready() {
        return server.isReady() ? HttpReply.healthy() : HttpReply.early(400, "Server is not ready");
    }

    private HttpReply metadata(Matcher path) {
        return HttpReply.json(ProtoJson.of(messages.modelMetadata(model(path), version(path))));
    }

    private HttpReply modelReady(Matcher path) {
        return server.isReady(model(path), version(path))
                ? HttpReply.healthy()
                : HttpReply.early(400, "Model version not ready");
    }

    private HttpReply config(Matcher path) {
        return HttpReply.json(
                ProtoJson.of(messages.modelConfig(model(path), version(path)).getConfig()));
    }

    private HttpReply statistics(String model, String version) {
        return HttpReply.json(ProtoJson.of(messages.statistics(model, version)));
    }

    private static Route route(String method, String path, BiFunction<HttpRequestData, Matcher, HttpReply> handler) {
        return new Route(method, Pattern.compile(path), handler);
    }

    private static String model(Matcher path) {
        return path.group("model");
    }

    private static String version(Matcher path) {
        String version = path.group("version");
        return version == null ? "" : version;
    }
}
