package dev.diffract.frontend.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Throws away what a refused caller still sends, so that it comes to read its answer: most clients send everything first. Nothing of it is
 * held. Whoever sends more than any body may have, or does not keep pace, is cut off.
 */
@Singleton
final class Drain {

    /** What the frontend takes of any body, {@code quarkus.http.limits.max-body-size}. */
    private static final long MOST = 64L << 20;

    /** How long it is listened to, at whatever pace. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

    private final PaceWatches watches;

    @Inject
    Drain(PaceWatches watches) {
        this.watches = watches;
    }

    void rest(HttpServerRequest request) {
        rest(request, () -> {});
    }

    /**
     * @param then when everything was sent
     */
    void rest(HttpServerRequest request, Runnable then) {
        if (request.isEnded()) {
            then.run();
        } else {
            new Flow(request).begin(then);
        }
    }

    private final class Flow {
        private final HttpServerRequest request;
        private final PaceWatch watch;
        private final long begun = System.nanoTime();
        private long left = MOST;

        Flow(HttpServerRequest request) {
            this.request = request;
            this.watch = watches.begin(() -> HangUp.on(request));
        }

        void begin(Runnable then) {
            request.handler(part -> {
                watch.received(part.length());
                left -= part.length();
                if (left < 0 || System.nanoTime() - begun > LONGEST) {
                    watch.stop();
                    HangUp.on(request);
                }
            });
            request.endHandler(end -> {
                watch.stop();
                then.run();
            });
            request.exceptionHandler(hungUp -> watch.stop());
            request.resume();
        }
    }
}
