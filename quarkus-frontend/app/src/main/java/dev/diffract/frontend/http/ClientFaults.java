package dev.diffract.frontend.http;

import dev.diffract.frontend.triton.StatusTranslator;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Failures on connections that are the doing of the other end: it hung up, or what it sent is no HTTP. */
final class ClientFaults {

    /** Netty's, when a frame is to be written for somebody who took the request back: it has no class of its own. */
    private static final String STREAM_GONE = "Stream no longer exists";

    /** Vert.x', which has several classes for it. */
    private static final String CLOSED = "Connection was closed";

    private ClientFaults() {}

    /**
     * Whether the end of a connection, or of a stream of HTTP/2, is behind it: nobody waits for an answer there, also where the server below
     * does not know it yet. A connection to a slice is another one.
     */
    static boolean hungUp(Throwable failure) {
        for (Throwable cause = failure; cause != null && !StatusTranslator.isOfCall(cause); cause = cause.getCause()) {
            if (cause instanceof HttpClosedException
                    || cause instanceof StreamResetException
                    || cause instanceof ClosedChannelException
                    || CLOSED.equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** Lines behind a body, for one, which it reads last, and complains of in any class. */
    private static boolean isOfWhatReads(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().equals(HttpObjectDecoder.class.getName());
    }

    /** @param failure of a connection; none is nobody's */
    static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof HttpClosedException
                    || cause instanceof StreamResetException
                    || cause instanceof Http2Exception
                    || cause instanceof DecoderException
                    || (cause.getMessage() != null && cause.getMessage().startsWith(STREAM_GONE))
                    || isOfWhatReads(cause)) {
                return true;
            }
        }
        return false;
    }
}
