package dev.diffract.frontend.testing;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.TritonChannels;
import dev.diffract.frontend.triton.TritonGateway;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The gateway with a fault of its own, which can be switched on. */
@Alternative
@Singleton
public class BrokenGateway implements InferenceGateway {

    private final InferenceGateway sound;
    private volatile Throwable fault;

    @Inject
    BrokenGateway(TritonChannels channels, SignatureBook signatures) {
        this.sound = new TritonGateway(channels, signatures);
    }

    /** For tests whose application is to have this gateway. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(BrokenGateway.class);
        }
    }

    /**
     * @param newFault an unchecked one that every call ends with from now on; null for calls that are made
     */
    public void breakWith(Throwable newFault) {
        fault = newFault;
    }

    @Override
    public CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        Throwable now = fault;
        if (now instanceof Error error) {
            throw error;
        }
        if (now instanceof RuntimeException exception) {
            throw exception;
        }
        return sound.infer(instance, call, timeout);
    }
}
