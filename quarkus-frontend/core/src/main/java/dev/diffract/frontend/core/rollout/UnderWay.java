package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;

/** What is being drawn. */
public interface UnderWay {

    /** How many generations have begun with a checkpoint and not ended. */
    int begun(Checkpoint checkpoint);

    /** What has begun with a checkpoint and is not drawn starts again with another. */
    void startAgain(Checkpoint checkpoint, Checkpoint instead);

    /** Calls that an instance has. */
    int calls(TritonInstance instance);
}
