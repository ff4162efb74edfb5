package dev.diffract.frontend.testing;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Speaks HTTP/2 from its first byte on, over one connection. */
public final class Http2Client implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final URI address;

    public Http2Client(URI address) {
        this.address = address;
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost(address.getHost())
                .setDefaultPort(address.getPort());
        client = vertx.createHttpClient(options, new PoolOptions().setHttp2MaxSize(1));
    }

    public record Answer(HttpVersion version, int status, MultiMap headers, String body) {}

    /** A request that is on its way, or taken back. */
    public record Sent(HttpClientRequest request, CompletableFuture<Answer> answer) {

        public Answer join() {
            return answer.join();
        }

        public void takeBack() {
            request.reset();
        }
    }

    /** Sends JSON, and says how long it is. */
    public Sent post(String path, String accept, String body) {
        return sent(path, accept, request -> request.send(Buffer.buffer(body)));
    }

    /** Sends JSON without saying how long it is. */
    public Sent postOpenEnded(String path, String accept, String body) {
        return sent(path, accept, request -> {
            request.setChunked(true).write(Buffer.buffer(body));
            request.end();
        });
    }

    /** Who reads the answer is there before anything is sent: what comes while nobody reads is lost. */
    private Sent sent(String path, String accept, Consumer<HttpClientRequest> sending) {
        HttpClientRequest request = client.request(
                        HttpMethod.POST, address.getPath().replaceAll("/$", "") + path)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        request.putHeader("Content-Type", "application/json").putHeader("Accept", accept);
        CompletableFuture<Answer> answer = request.response()
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.version(), response.statusCode(), response.headers(), body.toString())))
                .toCompletionStage()
                .toCompletableFuture();
        sending.accept(request);
        return new Sent(request, answer);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
