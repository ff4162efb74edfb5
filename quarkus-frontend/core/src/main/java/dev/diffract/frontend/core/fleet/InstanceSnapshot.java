package dev.diffract.frontend.core.fleet;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.MeasuredCalls;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one poll found out about an instance.
 *
 * @param reason a sentence on why it is not healthy; empty when it is
 * @param models the models that are ready, by served name
 * @param evidence where that comes from
 */
public record InstanceSnapshot(
        TritonInstance instance,
        InstanceState state,
        Optional<String> reason,
        Map<String, ServedModel> models,
        Evidence evidence) {

    public InstanceSnapshot {
        models = Map.copyOf(models);
    }

    public static InstanceSnapshot pending(TritonInstance instance) {
        return new InstanceSnapshot(
                instance, InstanceState.PENDING, Optional.of("It has not been asked yet."), Map.of(), Evidence.ANSWER);
    }

    public static InstanceSnapshot healthy(TritonInstance instance, Map<String, ServedModel> models) {
        return new InstanceSnapshot(instance, InstanceState.HEALTHY, Optional.empty(), models, Evidence.ANSWER);
    }

    /** An instance that gets no work, and why. */
    public static InstanceSnapshot out(TritonInstance instance, InstanceState state, String reason) {
        return new InstanceSnapshot(instance, state, Optional.of(reason), Map.of(), Evidence.ANSWER);
    }

    /** An instance that did not answer a look in time, and what is said of that. */
    public static InstanceSnapshot silent(TritonInstance instance, String reason) {
        return new InstanceSnapshot(instance, InstanceState.UNKNOWN, Optional.of(reason), Map.of(), Evidence.SILENCE);
    }

    /** An instance where nothing takes a connection, and what was heard of it. */
    public static InstanceSnapshot absent(TritonInstance instance, String reason) {
        return new InstanceSnapshot(instance, InstanceState.UNKNOWN, Optional.of(reason), Map.of(), Evidence.ABSENCE);
    }

    /** An instance that is stopping by itself: it ends the calls that it has. */
    public static InstanceSnapshot stopping(TritonInstance instance) {
        return new InstanceSnapshot(
                instance,
                InstanceState.DRAINING,
                Optional.of("The server is stopping: it ends the calls that it has."),
                Map.of(),
                Evidence.ANSWER);
    }

    /** An instance that gets no work until a look finds it well, because a call failed there. */
    public static InstanceSnapshot suspected(TritonInstance instance, String reason) {
        return new InstanceSnapshot(
                instance, InstanceState.UNHEALTHY, Optional.of(reason), Map.of(), Evidence.FAILED_CALL);
    }

    /** The same of an instance that an operator wants to get no work: one that would get some is
     * {@link InstanceState#DRAINING}, of others it matters more why they would get none. */
    public InstanceSnapshot drained() {
        if (state != InstanceState.HEALTHY && state != InstanceState.PENDING) {
            return this;
        }
        return new InstanceSnapshot(
                instance,
                InstanceState.DRAINING,
                Optional.of("It is drained: it ends the calls that it has and gets no others."),
                models,
                evidence);
    }

    /** The same of an instance that has been silent for long; others are what they are. */
    InstanceSnapshot longSilent() {
        return evidence == Evidence.SILENCE ? with(Evidence.LONG_SILENCE) : this;
    }

    /** The same of an instance that was heard of since, but by no look that says how it is. */
    InstanceSnapshot heard() {
        return evidence == Evidence.LONG_SILENCE ? with(Evidence.SILENCE) : this;
    }

    private InstanceSnapshot with(Evidence other) {
        return new InstanceSnapshot(instance, state, reason, models, other);
    }

    /** Whether nothing took a connection at its address; one that is only too busy to answer is not absent. */
    public boolean absent() {
        return evidence == Evidence.ABSENCE;
    }

    /** Whether no look found it so, but a call that failed. */
    public boolean suspected() {
        return evidence == Evidence.FAILED_CALL;
    }

    /** Whether it is healthy and serves this model of this checkpoint. */
    public boolean serves(String model, String checkpoint) {
        ServedModel served = models.get(model);
        return state == InstanceState.HEALTHY && served != null && checkpoint.equals(served.checkpoint());
    }

    /** Rows that one call of a model may have; 0 if the model is not served. */
    public int largestBatch(String model) {
        ServedModel served = models.get(model);
        return served == null ? 0 : served.largestBatch();
    }

    /** What calls of a model took when its engine was built; nothing if the model is not served. */
    public MeasuredCalls measured(String model) {
        ServedModel served = models.get(model);
        return served == null ? MeasuredCalls.NONE : served.measured();
    }

    /** What computes a model here; empty if the model is not served. */
    public Optional<String> engine(String model) {
        return Optional.ofNullable(models.get(model)).map(ServedModel::engine);
    }

    /**
     * What its answers' last bits depend on beside the batch, as a short digest: instances of the same one give the same bits to the same batches.
     *
     * @param names of models that it has to serve of the checkpoint
     * @return empty if it is not healthy, does not serve them all, or does not tell what it computes one of them with
     */
    public Optional<String> engines(String checkpoint, Set<String> names) {
        return state == InstanceState.HEALTHY ? Arithmetics.of(models, checkpoint, names) : Optional.empty();
    }

    /** Whether it is healthy and serves everything a picture of this manifest needs. */
    public boolean canDraw(Manifest manifest) {
        return manifest.pipeline().family().needed().stream()
                .allMatch(role -> manifest.find(role)
                        .filter(served -> serves(served.name(), manifest.checkpoint()))
                        .isPresent());
    }

    /**
     * Whether it is known that it will draw no picture of this manifest soon: nothing is there, or something else, or it is drained, or has answered
     * nothing for long. False of what has not been looked at, does not answer in time for once, says that it is not ready, or failed at a call since.
     */
    public boolean isLostFor(Manifest manifest) {
        return switch (state) {
            case HEALTHY -> !canDraw(manifest);
            case MISMATCHED, DRAINING -> true;
            case PENDING, UNHEALTHY, UNKNOWN -> absent() || evidence == Evidence.LONG_SILENCE;
        };
    }

    /** Whether a look found that it will hardly do what it was given: it is not ready, does not answer, or serves something else. */
    public boolean isGone() {
        return switch (state) {
            case HEALTHY, PENDING, DRAINING -> false;
            case UNHEALTHY, UNKNOWN, MISMATCHED -> !suspected();
        };
    }

    /** Whether all that is known is that it does not answer in time, as one does that is only busy. */
    public boolean isSilent() {
        return state == InstanceState.UNKNOWN && !absent();
    }

    /** Whether it may become healthy without anybody changing what it serves: one that is drained for a while will be back. */
    public boolean mayRecover() {
        return state != InstanceState.MISMATCHED && state != InstanceState.HEALTHY;
    }
}
