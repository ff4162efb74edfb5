package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Which models servers have in service. */
public interface ServerModels {

    /**
     * Has a server take models into service, one after the other.
     *
     * @param names in an order in which each finds those that it needs
     * @return completed when all are, or exceptionally with a {@link ServerRefusal}
     */
    CompletionStage<Void> load(TritonInstance instance, List<String> names);

    /**
     * Has a server take models out of service, one after the other; it ends the calls that it has. Those that it does not have stay away.
     *
     * @return completed when it was told so, or exceptionally with a {@link ServerRefusal}
     */
    CompletionStage<Void> unload(TritonInstance instance, List<String> names);

    /**
     * How many inferences a server has counted, whoever asked for them.
     *
     * @param names of models
     * @return completed with the count of each that it has in service, or exceptionally with a {@link ServerRefusal}
     */
    CompletionStage<Map<String, Long>> counts(TritonInstance instance, List<String> names);
}
