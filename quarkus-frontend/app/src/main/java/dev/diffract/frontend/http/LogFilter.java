package dev.diffract.frontend.http;

import io.quarkus.logging.LoggingFilter;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Clients cannot write into the log. The libraries below tell as errors, with traces, that somebody hung up or sent what is no HTTP;
 * here it is told at DEBUG, without. What this program does wrong on connections is told by those who did it.
 */
@LoggingFilter(name = LogFilter.NAME)
public final class LogFilter implements Filter {

    static final String NAME = "clients";

    /** They tell what comes of connections, whoever is to blame. */
    private static final Set<String> ON_CONNECTIONS = Set.of(
            "io.vertx.core.net.impl.ConnectionBase",
            "io.netty.channel.DefaultChannelPipeline",
            "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler",
            "io.quarkus.vertx.http.runtime.QuarkusErrorHandler",
            "io.quarkus.vertx.core.runtime.VertxCoreRecorder",
            "io.quarkus.mutiny.runtime.MutinyInfrastructure",
            "io.vertx.core.impl.ContextBase",
            "io.vertx.core.impl.ContextImpl");

    /** The only one of them that nobody but connections write to, so that also lines without a failure are clients' doing. */
    private static final String CONNECTION = "io.vertx.core.net.impl.ConnectionBase";

    @Override
    public boolean isLoggable(LogRecord line) {
        String name = line.getLoggerName();
        if (name == null || !ON_CONNECTIONS.contains(name)) {
            return true;
        }
        if (!name.equals(CONNECTION) && !ClientFaults.caused(line.getThrown())) {
            return true;
        }
        line.setThrown(null);
        line.setLevel(Level.FINE);
        return Logger.getLogger(name).isLoggable(Level.FINE);
    }
}
