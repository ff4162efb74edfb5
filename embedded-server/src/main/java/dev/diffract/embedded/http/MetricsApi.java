package dev.diffract.embedded.http;

import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.embedded.statistics.HostUse;
import dev.diffract.embedded.statistics.MetricsText;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The metrics port. */
public final class MetricsApi {

    private static final String PROMETHEUS_TEXT = "text/plain; charset=utf-8";

    private MetricsApi() {}

    /**
     * @param address port 0 takes a free one
     * @throws IOException if the port cannot be had
     */
    public static HttpEndpoint start(InetSocketAddress address, InferenceServer server) throws IOException {
        return HttpEndpoint.start(
                address,
                request -> request.path().equals("/metrics")
                        ? HttpReply.text(PROMETHEUS_TEXT, metrics(server))
                        : HttpReply.error(404, "Not Found: metrics are at '/metrics'"));
    }

    private static String metrics(InferenceServer server) {
        return MetricsText.print(
                server.loaded("", "").stream()
                        .map(model -> new MetricsText.Sample(
                                model.config().getName(),
                                model.version(),
                                model.config().getMetricTagsMap(),
                                model.counters().snapshot(),
                                model.served().pending(),
                                model.loadSeconds()))
                        .toList(),
                HostUse.now());
    }
}
