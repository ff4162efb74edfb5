package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.inference.FailureKind;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * What a failed call means. Triton uses one status for several situations, UNAVAILABLE above all: full, draining and dead
 * differ in the text alone.
 */
public final class StatusTranslator {

    private static final int MAX_SENTENCE = 300;

    private static final List<String> DRAINING = List.of(
            "server exiting", "server not ready", "server is stopping", "stopped accepting", "not at ready state");

    private StatusTranslator() {}

    /** Whether it is what became of a call; anything else is a fault of this program. */
    public static boolean isOfCall(Throwable failure) {
        return failure instanceof StatusRuntimeException
                || failure instanceof StatusException
                || failure instanceof CancellationException;
    }

    /** The kind of a failure as gRPC reports it. */
    public static FailureKind kind(Throwable failure) {
        if (failure instanceof CancellationException) {
            return FailureKind.CANCELLED;
        }
        Status status = Status.fromThrowable(failure);
        String text = text(status).toLowerCase(Locale.ROOT);
        return switch (status.getCode()) {
            case UNAVAILABLE -> {
                if (text.contains("maximum queue size")) {
                    yield FailureKind.OVERLOADED;
                }
                if (text.contains("timeout expired")) {
                    yield FailureKind.EXPIRED;
                }
                if (isDraining(text)) {
                    yield FailureKind.DRAINING;
                }
                yield isBroken(status, text) ? FailureKind.LOST : FailureKind.UNAVAILABLE;
            }
            case RESOURCE_EXHAUSTED ->
                // grpc-java says the same of a message over its limit.
                text.contains("message exceeds") ? FailureKind.INTERNAL : FailureKind.OVERLOADED;
            case DEADLINE_EXCEEDED -> FailureKind.DEADLINE;
            case NOT_FOUND -> text.contains("no available versions") ? FailureKind.DRAINING : FailureKind.NOT_FOUND;
            case UNIMPLEMENTED -> FailureKind.NOT_FOUND;
            case INVALID_ARGUMENT -> text.contains("unknown model") ? FailureKind.NOT_FOUND : FailureKind.INVALID;
            // Nobody here cancelled, or the failure would be a CancellationException: the server gave the call up.
            case CANCELLED -> FailureKind.UNAVAILABLE;
            // A connection that is cut between two frames of an answer.
            case INTERNAL ->
                text.contains("rst_stream") || text.contains("half-closed") ? FailureKind.LOST : FailureKind.INTERNAL;
            default -> FailureKind.INTERNAL;
        };
    }

    /** Whether what answered does not know the protocol: grpc-java tells what it said of HTTP instead. */
    public static boolean isOfAnotherServer(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String text = text(status);
        return status.getCode() == Status.Code.UNIMPLEMENTED
                || text.startsWith("HTTP status code")
                || text.contains("invalid content-type")
                || text.startsWith("http2 exception"); // such as a server of HTTP/1, at the port beside the right one
    }

    /** Whether what answered an unencrypted call began with an alert of TLS, version 3.x: HTTP/2's library tells the first bytes it read. */
    public static boolean isOfTls(Throwable failure) {
        Throwable cause = Status.fromThrowable(failure).getCause();
        return cause != null && message(cause).contains("first 5 bytes: 1503");
    }

    /** Whether nobody could even be tried, because no address is known for the server's name. */
    public static boolean isOfUnknownHost(Throwable failure) {
        Throwable cause = Status.fromThrowable(failure).getCause();
        return cause != null && root(cause) instanceof UnknownHostException;
    }

    /** Whether a machine answered that nothing listens at the address. */
    public static boolean isRefused(Throwable failure) {
        Throwable cause = Status.fromThrowable(failure).getCause();
        return cause != null
                && root(cause) instanceof ConnectException
                && message(cause).toLowerCase(Locale.ROOT).contains("connection refused");
    }

    /** One sentence on a failure, for operators: the server's own text where it has one. */
    public static String sentence(Throwable failure) {
        if (failure instanceof CancellationException) {
            return "the call was cancelled";
        }
        Status status = Status.fromThrowable(failure);
        String sentence = switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "no answer in time";
            case UNAVAILABLE ->
                status.getCause() == null
                        ? text(status)
                        : (isBroken(status, text(status)) ? "the connection broke (" : "no connection (")
                                + message(status.getCause()) + ")";
            default -> text(status);
        };
        String line = sentence.isBlank() ? status.getCode().toString() : sentence.replaceAll("\\s+", " ");
        return line.length() <= MAX_SENTENCE ? line : line.substring(0, MAX_SENTENCE) + " …";
    }

    /** As Triton says it from SIGTERM to its end, and of models that are unloaded; and gRPC of a server that closes. */
    private static boolean isDraining(String text) {
        return DRAINING.stream().anyMatch(text::contains);
    }

    /** Whether there was a connection, and the call on it: without one there is the failure to connect instead. */
    private static boolean isBroken(Status status, String text) {
        if (status.getCause() == null) {
            return text.regionMatches(true, 0, "network closed", 0, 14)
                    || text.regionMatches(true, 0, "keepalive failed", 0, 16);
        }
        Throwable root = root(status.getCause());
        return root instanceof IOException
                && !(root instanceof ConnectException)
                && !(root instanceof NoRouteToHostException)
                && !(root instanceof UnknownHostException);
    }

    private static String text(Status status) {
        return status.getDescription() == null ? "" : status.getDescription();
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Throwable cause) {
        Throwable root = root(cause);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
