package dev.diffract.embedded.batching;

import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The requests of one model that wait, and the rule that says which of them run together and when. The clock is the
 * caller's: all times are nanoseconds of any one origin. Not thread-safe.
 */
final class BatchQueue {

    /**
     * What to do next.
     *
     * @param batch requests to run now, in one execution; empty if there is nothing to run yet
     * @param waitNanos without a batch: when to look again; {@link Long#MAX_VALUE} if only an arrival changes anything
     */
    record Decision(List<QueuedRequest> batch, long waitNanos) {}

    private record Entry(long level, boolean late, long sequence, long deadline, QueuedRequest queued) {}

    /** By priority; within a level those that waited too long come last; then by arrival. */
    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::level).thenComparing(Entry::late).thenComparingLong(Entry::sequence);

    private static final Decision IDLE = new Decision(List.of(), Long.MAX_VALUE);

    private final BatchPolicy policy;
    private final int ahead;
    private final TreeSet<Entry> entries = new TreeSet<>(ORDER);
    private long sequence;

    /**
     * @param instances that take batches from here
     */
    BatchQueue(BatchPolicy policy, int instances) {
        this.policy = policy;
        this.ahead = policy.ahead(instances);
    }

    /**
     * Takes a request in.
     *
     * @return nanoseconds until its time runs out, or {@link Long#MAX_VALUE}
     * @throws ServingException UNAVAILABLE if its level is full
     */
    long add(QueuedRequest queued, long now) {
        drop(now);
        long level = policy.level(queued.request().options().priority());
        BatchPolicy.QueueLimits limits = policy.limits(level);
        long waiting = entries.stream().filter(entry -> entry.level == level).count();
        if (limits.maxSize() > 0 && waiting >= limits.maxSize()) {
            throw new ServingException(ErrorCode.UNAVAILABLE, queued.request().label() + "Exceeds maximum queue size");
        }
        long timeout = limits.timeout(queued.request().options().timeoutMicros());
        long deadline = timeout == 0 ? Long.MAX_VALUE : now + timeout;
        entries.add(new Entry(level, false, sequence++, deadline, queued));
        takeAhead();
        return timeout == 0 ? Long.MAX_VALUE : timeout;
    }

    int size() {
        return entries.size();
    }

    /** Rejects or moves back what waited too long. With a queue policy, what was cancelled is forgotten too. */
    void drop(long now) {
        for (Entry entry : List.copyOf(entries)) {
            if (ahead == 0 && entry.queued.isCancelled()) {
                entries.remove(entry);
                entry.queued.dropAsCancelled();
            } else if (!entry.late && entry.deadline <= now) {
                entries.remove(entry);
                if (policy.limits(entry.level).delayed()) {
                    entries.add(new Entry(entry.level, true, entry.sequence, entry.deadline, entry.queued));
                } else {
                    entry.queued.rejectForTimeout();
                }
            }
        }
    }

    /** The next batch, removed from the queue, or how long to wait for it. */
    Decision next(long now) {
        drop(now);
        if (entries.isEmpty()) {
            return IDLE;
        }
        List<Entry> candidates = new ArrayList<>();
        int total = 0;
        int preferredTotal = 0;
        int preferredCount = 0;
        boolean full = false;
        for (Entry entry : entries) {
            int samples = entry.queued.request().samples();
            if (!candidates.isEmpty()) {
                if (total + samples > policy.preferred().last() && preferredTotal == 0) {
                    preferredTotal = total;
                    preferredCount = candidates.size();
                }
                full = !policy.batching()
                        || total + samples > policy.maxBatchSize()
                        || !candidates.get(0).queued.joins(entry.queued);
                if (full) {
                    break;
                }
            }
            candidates.add(entry);
            total += samples;
            if (policy.preferred().contains(total)) {
                preferredTotal = total;
                preferredCount = candidates.size();
            }
        }
        long oldest = candidates.stream()
                .mapToLong(entry -> entry.queued.arrival())
                .min()
                .orElse(now);
        boolean overdue = policy.delayNanos() > 0 && now - oldest >= policy.delayNanos();
        if (preferredTotal != 0 && !overdue) {
            return take(candidates.subList(0, preferredCount));
        }
        boolean complete =
                full || !policy.batching() || total >= policy.preferred().last();
        if (complete || overdue || policy.delayNanos() == 0) {
            return take(candidates);
        }
        long deadline = entries.stream()
                .mapToLong(Entry::deadline)
                .filter(at -> at > now)
                .min()
                .orElse(Long.MAX_VALUE);
        return new Decision(List.of(), Math.min(oldest + policy.delayNanos() - now, deadline - now));
    }

    private Decision take(List<Entry> chosen) {
        List<QueuedRequest> batch = chosen.stream().map(Entry::queued).toList();
        chosen.forEach(entries::remove);
        takeAhead();
        return new Decision(batch, 0);
    }

    /**
     * Makes the next batches ready. A cancelled request is noticed only here, when its turn comes: until then it holds its
     * place, and in a batch that is ready it is computed.
     */
    private void takeAhead() {
        int batches = 0;
        int samples = 0;
        QueuedRequest first = null;
        for (Entry entry : List.copyOf(entries)) {
            QueuedRequest queued = entry.queued;
            int more = queued.request().samples();
            boolean joins = first != null
                    && policy.batching()
                    && samples + more <= policy.maxBatchSize()
                    && first.joins(queued);
            if (!joins && batches == ahead) {
                return;
            }
            if (!queued.isAhead() && queued.isCancelled()) {
                entries.remove(entry);
                queued.dropAsCancelled();
                continue;
            }
            if (!joins) {
                batches++;
                samples = 0;
                first = queued;
            }
            samples += more;
            queued.takeAhead();
        }
    }
}
