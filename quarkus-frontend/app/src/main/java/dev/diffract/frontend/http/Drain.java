package dev.diffract.frontend.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Throws away what a refused caller still sends, so that it comes to read its answer: most clients send everything first.
 * Whoever sends without end is cut off.
 */
final class Drain {

    private static final long MOST = 256L << 20;

    private Drain() {}

    static void rest(HttpServerRequest request) {
        rest(request, () -> {});
    }

    /**
     * @param then when everything was sent
     */
    static void rest(HttpServerRequest request, Runnable then) {
        if (request.isEnded()) {
            then.run();
            return;
        }
        AtomicLong left = new AtomicLong(MOST);
        request.handler(part -> {
            if (left.addAndGet(-part.length()) < 0) {
                request.connection().close();
            }
        });
        request.endHandler(end -> then.run());
        request.exceptionHandler(hungUp -> {});
        request.resume();
    }
}
