package dev.diffract.frontend.http;

import dev.diffract.frontend.dialect.Dialect;
import io.quarkus.arc.All;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The dialects there are, by their addresses. */
@Singleton
class Dialects {

    private static final Dialect NONE = new NoDialect();

    private final List<Dialect> dialects;

    @Inject
    Dialects(@All List<Dialect> dialects) {
        this.dialects = dialects;
    }

    /** The one that a request speaks: at an address of none, {@link NoDialect}. */
    Dialect of(RoutingContext request) {
        String path = request.normalizedPath();
        return dialects.stream()
                .filter(dialect -> dialect.owns(path))
                .findFirst()
                .orElse(NONE);
    }
}
