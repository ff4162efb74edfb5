package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end of a checkpoint on slices that have another one beside it: all unload it once nobody draws with it on any, since a picture's calls go to one slice
 * now and to another then. Looked at again and again; not thread-safe.
 */
final class Leaving {

    /** In so long operators have switched their other frontends. Until then it costs memory and nothing else. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final Checkpoint gone;
    private final Duration silence;
    private final List<Quiet> slices;
    private final Instant until;
    private boolean stays;

    /**
     * @param slices that have the other one; may be empty
     * @param silence so long nobody else may have asked for it
     */
    Leaving(List<TritonInstance> slices, Checkpoint gone, ServerModels servers, Instant now, Duration silence) {
        this.gone = gone;
        this.silence = silence;
        this.slices = slices.stream()
                .map(instance -> new Quiet(instance, gone, servers, now, silence))
                .toList();
        this.until = now.plus(PATIENCE);
    }

    /** Whether it is the end on these. */
    boolean isOf(List<TritonInstance> instances) {
        return slices.stream().map(Quiet::instance).toList().equals(instances);
    }

    /**
     * Goes on as far as it can.
     *
     * @return whether it is over: unloaded, or it stays
     */
    boolean goOn(ServerModels servers, UnderWay work, Instant now) {
        long quiet = slices.stream().filter(slice -> slice.look(now)).count();
        if (quiet == slices.size() && work.begun(gone) == 0) {
            List<String> names = Slices.ensemblesFirst(gone.manifest());
            slices.forEach(slice -> servers.unload(slice.instance(), names)); // what stays in memory harms nobody
            return true;
        }
        stays = !now.isBefore(until);
        return stays;
    }

    /** Who is waited for, or that it stays; empty if it is as it is to be. */
    Optional<String> remark() {
        if (stays) {
            return Optional.of(
                    CheckpointName.of(gone) + " stays loaded on "
                            + String.join(", ", names(slices)) + ", since others asked for it there until the "
                            + PATIENCE.toMinutes()
                            + " minutes of waiting for them were over: the next frontend that is switched from it has it unloaded.");
        }
        List<Quiet> broken = slices.stream().filter(Quiet::isBroken).toList();
        return broken.isEmpty() ? Optional.empty() : Optional.of(Quiet.sentence(gone, names(broken), silence));
    }

    private static List<String> names(List<Quiet> slices) {
        return slices.stream().map(slice -> slice.instance().name()).toList();
    }
}
