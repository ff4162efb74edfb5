package dev.diffract.embedded.batching;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.ServedModel;
import dev.diffract.embedded.statistics.FailureReason;
import dev.diffract.embedded.statistics.ModelCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves one model's queue with a thread per instance. An instance that becomes free takes the next batch: nobody hands
 * work out, so a batch is formed as late, and gets as large, as it can.
 */
public final class BatchScheduler implements ServedModel {

    private final String model;
    private final BatchPolicy policy;
    private final ModelCounters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BatchQueue queue;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closing;
    private CompletableFuture<Result> previous = CompletableFuture.completedFuture(null);

    /**
     * @param model its name, for errors and threads
     * @param instances at least one; closed with the scheduler
     */
    public BatchScheduler(
            String model, BatchPolicy policy, List<? extends BatchRunner> instances, ModelCounters counters) {
        this.model = model;
        this.policy = policy;
        this.counters = counters;
        this.queue = new BatchQueue(policy, instances.size());
        for (BatchRunner instance : instances) {
            Thread thread = new Thread(() -> serve(instance), model + "-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    @Override
    public CompletableFuture<Result> infer(CheckedRequest request, Cancellation cancellation) {
        QueuedRequest queued = new QueuedRequest(request, cancellation, System.nanoTime());
        lock.lock();
        try {
            refuseIfClosing(request);
            long timeout = queue.add(queued, queued.arrival());
            if (timeout != Long.MAX_VALUE) {
                CompletableFuture.delayedExecutor(timeout, TimeUnit.NANOSECONDS).execute(this::dropLate);
            }
            changed.signalAll();
        } catch (ServingException e) {
            counters.failed(System.nanoTime() - queued.arrival(), FailureReason.REJECTED);
            throw e;
        } finally {
            lock.unlock();
        }
        cancellation.whenCancelled(this::dropLate);
        return inOrder(queued.answer().whenComplete((result, failure) -> count(queued, result, failure)));
    }

    @Override
    public int pending() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseIfClosing(CheckedRequest request) {
        if (closing) {
            throw new ServingException(
                    ErrorCode.UNAVAILABLE,
                    request.label() + "Server is stopping, scheduler for model has stopped accepting new inference"
                            + " requests");
        }
    }

    private CompletableFuture<Result> inOrder(CompletableFuture<Result> answer) {
        if (!policy.preserveOrdering()) {
            return answer;
        }
        lock.lock();
        try {
            previous = previous.handle((result, failure) -> null).thenCompose(ignored -> answer);
            return previous;
        } finally {
            lock.unlock();
        }
    }

    private void dropLate() {
        lock.lock();
        try {
            queue.drop(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void count(QueuedRequest queued, Result result, Throwable failure) {
        long nanos = System.nanoTime() - queued.arrival();
        if (failure == null) {
            counters.succeeded(queued.request().samples(), nanos, result.times());
        } else {
            counters.failed(nanos, reason(ServingException.of(failure)));
        }
    }

    private static FailureReason reason(ServingException failure) {
        return switch (failure.code()) {
            case UNAVAILABLE -> FailureReason.REJECTED;
            case CANCELLED -> FailureReason.CANCELED;
            default -> FailureReason.BACKEND;
        };
    }

    private void serve(BatchRunner instance) {
        try (instance) {
            for (List<QueuedRequest> batch = take(); !batch.isEmpty(); batch = take()) {
                run(instance, batch);
            }
        }
    }

    /** The next batch; empty once the scheduler is closing and nothing waits any more. */
    private List<QueuedRequest> take() {
        lock.lock();
        try {
            while (true) {
                BatchQueue.Decision decision = queue.next(System.nanoTime());
                if (!decision.batch().isEmpty()) {
                    return decision.batch();
                }
                if (closing && queue.size() == 0) {
                    return List.of();
                }
                changed.awaitNanos(decision.waitNanos());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts an instance of " + model, e);
        } finally {
            lock.unlock();
        }
    }

    private void run(BatchRunner instance, List<QueuedRequest> batch) {
        long start = System.nanoTime();
        try {
            List<Result> results =
                    instance.run(batch.stream().map(QueuedRequest::request).toList());
            int samples = batch.stream()
                    .mapToInt(queued -> queued.request().samples())
                    .sum();
            counters.executed(samples, results.get(0).times());
            for (int i = 0; i < batch.size(); i++) {
                QueuedRequest queued = batch.get(i);
                Result result = results.get(i);
                queued.answer()
                        .complete(new Result(result.outputs(), result.times().withQueue(start - queued.arrival())));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            batch.forEach(queued -> queued.fail(ServingException.of(e)));
        }
    }
}
