package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.StatusTranslator;

/** What a look means that the server did not answer. Everybody reads the sentences, so each is of our own and tells a kind; what the library said is for the log. */
final class FailedLook {

    private FailedLook() {}

    /** @param failure of a call, as {@link StatusTranslator#isOfCall} knows them */
    static InstanceSnapshot snapshot(TritonInstance instance, Throwable failure) {
        if (StatusTranslator.isOfTls(failure)) {
            return InstanceSnapshot.absent(
                    instance, "What answers there wants TLS; the frontend asks servers without it.");
        }
        if (StatusTranslator.isOfAnotherServer(failure)) {
            return InstanceSnapshot.absent(instance, "What answers there is no inference server.");
        }
        return switch (StatusTranslator.kind(failure)) {
            case UNAVAILABLE -> InstanceSnapshot.absent(instance, unreached(failure));
            case LOST -> InstanceSnapshot.absent(instance, "The connection to the server broke.");
            case DRAINING -> InstanceSnapshot.stopping(instance);
            case DEADLINE -> InstanceSnapshot.silent(instance, "The server does not answer in time.");
            case OVERLOADED -> asked(instance, "The server is too busy to answer.");
            default -> asked(instance, "The server cannot be asked; the log has more.");
        };
    }

    private static String unreached(Throwable failure) {
        if (StatusTranslator.isOfUnknownHost(failure)) {
            return "The server's host is not known by its name.";
        }
        return StatusTranslator.isRefused(failure)
                ? "Nothing listens at the server's address."
                : "The server cannot be reached.";
    }

    private static InstanceSnapshot asked(TritonInstance instance, String reason) {
        return InstanceSnapshot.out(instance, InstanceState.UNKNOWN, reason);
    }
}
