package dev.diffract.frontend.http;

import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Clients cannot write into the log. The libraries below tell as errors, with traces, that somebody hung up or sent what is no HTTP;
 * here it is told at DEBUG, without. What this program does wrong on connections is told by those who did it.
 */
public final class LogFilter implements Filter {

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

    /** Netty's, where it tells that a write failed which had failed already: why is in the text only, with a trace. */
    private static final String WRITES = "io.netty.channel.AbstractChannelHandlerContext";

    /** Netty's, where it tells that somebody came when the program had no threads for connections any more: it was ending. */
    private static final String ACCEPTS = "io.netty.bootstrap.ServerBootstrap";

    private static final String TOO_LATE = "Failed to register an accepted channel";

    private static final String FAILED_TWICE = "Failed to mark a promise as failure because it has failed already";
    private static final String CLOSED = "ClosedChannelException";

    @Override
    public boolean isLoggable(LogRecord line) {
        String name = line.getLoggerName();
        if (WRITES.equals(name) && isWriteAfterClose(line.getMessage())) {
            line.setMessage(line.getMessage().lines().findFirst().orElse(FAILED_TWICE));
            return quiet(line);
        }
        if (ACCEPTS.equals(name) && startsWith(line, TOO_LATE)) {
            return quiet(line);
        }
        if (name == null || !ON_CONNECTIONS.contains(name)) {
            return true;
        }
        if (!name.equals(CONNECTION) && !ClientFaults.caused(line.getThrown())) {
            return true;
        }
        return quiet(line);
    }

    private static boolean startsWith(LogRecord line, String text) {
        return line.getMessage() != null && line.getMessage().startsWith(text);
    }

    private static boolean isWriteAfterClose(String message) {
        return message != null && message.startsWith(FAILED_TWICE) && message.contains(CLOSED);
    }

    private static boolean quiet(LogRecord line) {
        line.setThrown(null);
        line.setLevel(Level.FINE);
        return Logger.getLogger(line.getLoggerName()).isLoggable(Level.FINE);
    }
}
