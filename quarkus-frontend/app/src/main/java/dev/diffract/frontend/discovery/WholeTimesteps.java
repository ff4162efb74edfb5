package dev.diffract.frontend.discovery;

import dev.diffract.frontend.triton.ModelSignature;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Says of a UNet that is served with whole or rounded timesteps that it is: repositories of earlier builders have it so. Samplers that
 * stop between two timesteps of the training then give other pictures than PyTorch's. Thread-safe.
 */
final class WholeTimesteps {

    private static final Logger LOG = Logger.getLogger(WholeTimesteps.class);

    private final Supplier<ExpectedModels> source;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    WholeTimesteps(Supplier<ExpectedModels> source) {
        this.source = source;
    }

    /** Once for each model, however many instances serve it. */
    void tell(Map<String, ModelSignature> served) {
        source.get().timesteps().forEach((model, timestep) -> {
            ModelSignature signature = served.get(model);
            ModelSignature.TensorSlot slot =
                    signature == null ? null : signature.inputs().get(timestep);
            if (slot != null && !slot.takesFractions() && told.add(model)) {
                LOG.warnf(
                        "model %s takes timesteps as %s, so fractions are cut off or rounded and pictures of samplers that have them"
                                + " differ from PyTorch's; build its repository again, which says so if the graph needs whole ones",
                        model, slot.type());
            }
        });
    }
}
