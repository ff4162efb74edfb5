package dev.diffract.tests.e2e;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Speaks one version of HTTP from its first byte on: HTTP/1.1 with a connection for each request, HTTP/2 with one for all. */
final class VersionedClient implements AutoCloseable {

    private static final int CONNECTIONS = 100;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    VersionedClient(HttpVersion version) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setHttp2MaxSize(1));
    }

    record Answer(HttpVersion version, int status, MultiMap headers, String body) {}

    CompletableFuture<Answer> get(URI address) {
        return answer(HttpMethod.GET, address, HttpClientRequest::send);
    }

    CompletableFuture<Answer> post(URI address, String accept, String json) {
        return answer(
                HttpMethod.POST,
                address,
                request -> request.putHeader("Content-Type", "application/json")
                        .putHeader("Accept", accept)
                        .send(Buffer.buffer(json)));
    }

    private CompletableFuture<Answer> answer(
            HttpMethod method, URI address, Function<HttpClientRequest, Future<HttpClientResponse>> sending) {
        return client.request(new RequestOptions().setMethod(method).setAbsoluteURI(address.toString()))
                .compose(sending::apply)
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.version(), response.statusCode(), response.headers(), body.toString())))
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
