package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.WorkQueue.GivenUp;
import dev.diffract.frontend.core.dispatch.policy.Assignment;
import dev.diffract.frontend.core.dispatch.policy.Decision;
import dev.diffract.frontend.core.dispatch.policy.DispatchPolicy;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Unheard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls on instances that can do them. Work waits here until the policy gives it away; a call that fails is made again
 * elsewhere if its kind of failure allows. Thread-safe; no thread waits.
 *
 * <p>What becomes of a piece of work is in {@link Trials}, what becomes of a call in {@link Attempt}; this class is where they meet: it asks the
 * policy whenever something changed. The lock guards the queue and where each piece of work is; nobody is called under it but the policy.
 */
public final class Dispatcher {

    private final InstanceDirectory directory;
    private final InferenceGateway gateway;
    private final DispatchPolicy policy;
    private final DispatchListener listener;
    private final Execution execution;
    private final DispatchSettings settings;
    private final LoadBook book = new LoadBook();
    private final Reports reports;
    private final Attempt.Owner fates = new Fates();

    private final Object lock = new Object();
    private final Desk desk = new Desk();
    private final WorkQueue queue = desk.queue();
    private final Alarm alarm;
    private final AtomicBoolean woken = new AtomicBoolean();
    private long numbers;

    public Dispatcher(
            InstanceDirectory directory,
            InferenceGateway gateway,
            DispatchPolicy policy,
            DispatchListener listener,
            Execution execution,
            DispatchSettings settings) {
        this.directory = directory;
        this.gateway = gateway;
        this.policy = policy;
        this.listener = listener;
        this.execution = execution;
        this.settings = settings;
        this.reports = new Reports(book, directory, listener, execution, this::wake);
        this.alarm = new Alarm(execution, this::rang);
        directory.observe(book);
        directory.observe(new FleetListener() {
            @Override
            public void changed(InstanceSnapshot snapshot) {
                execution.later(Dispatcher.this::giveUpLost);
                wake();
            }

            @Override
            public void removed(TritonInstance instance) {
                wake();
            }
        });
    }

    /**
     * Takes work on. If the policy gives it away at once, its tensors are converted and sent on this thread.
     *
     * @param reader makes a value of the answer, on the executor; an {@link IllegalArgumentException} from it means that the
     *     answer makes no sense, and is a failure of the instance; a {@link dev.diffract.frontend.core.inference.NotFiniteException}
     *     means that the same engine would fail again
     */
    public <T> RunningCall<T> dispatch(Work work, Function<InferenceResult, T> reader) {
        PendingCall<T> call;
        synchronized (lock) {
            Trials trials = new Trials(numbers++, work, settings);
            CallTrace trace = new CallTrace(work.terms().span(), execution.clock());
            call = new PendingCall<>(work, trials, trace, reader, pending -> end(pending, Trials::cancelled));
            queue.add(call);
            book.came(work, now());
        }
        look(call);
        return call;
    }

    /** How all instances are now. */
    public FleetView fleet() {
        return book.view(directory.snapshots(), now());
    }

    /** What was seen of an instance so far. */
    public InstanceStatistics statistics(TritonInstance instance) {
        return book.statistics(instance, now());
    }

    /** Takes calls back from instances that are gone. */
    private void giveUpLost() {
        List<Attempt> lost;
        synchronized (lock) {
            lost = desk.underWay().lost(fleet());
        }
        lost.forEach(Attempt::giveUp);
    }

    /** Something changed: what waits may go now. On any thread, at once. */
    private void wake() {
        synchronized (lock) {
            if (queue.isEmpty()) {
                return;
            }
        }
        if (woken.compareAndSet(false, true)) { // what changes meanwhile is seen by the look that is coming
            execution.later(() -> {
                woken.set(false);
                look(null);
            });
        }
    }

    private void rang() {
        synchronized (lock) {
            alarm.rang();
        }
        look(null);
    }

    /**
     * Asks the policy, and does what it says.
     *
     * @param own is sent on this thread, everything else on the executor's; may be null
     */
    private void look(@Nullable PendingCall<?> own) {
        List<GivenUp> givenUp = new ArrayList<>();
        List<Attempt> sendings = new ArrayList<>();
        List<Runnable> farewells;
        WorkQueue.Sorted sorted;
        synchronized (lock) {
            if (queue.isEmpty()) {
                return;
            }
            Instant now = now();
            FleetView fleet = book.view(directory.snapshots(), now);
            sorted = queue.sorted(fleet, now);
            givenUp.addAll(sorted.givenUp());
            Instant until = sorted.until();
            if (!sorted.ready().isEmpty()) {
                Decision decision = Decision.of(List.of());
                try {
                    Decision wanted = policy.decide(sorted.ready(), fleet, now);
                    queue.check(wanted, fleet, now);
                    decision = wanted;
                } catch (RuntimeException | Error fault) { // the next time it would be no better
                    givenUp.addAll(queue.giveUp(sorted.ready(), fault));
                }
                for (Assignment assignment : decision.assignments()) {
                    sendings.add(assigned(assignment, fleet));
                }
                until = Trials.earlier(until, queue.earliestDeadline(sorted.ready()));
                until = Trials.earlier(until, decision.lookAgain().orElse(Instant.MAX));
            }
            farewells = givenUp.stream().map(desk::end).toList();
            alarm.set(queue.isEmpty() ? Instant.MAX : until, now);
        }
        farewells.forEach(execution::later);
        sorted.stranded().forEach(call -> execution.later(call::strand));
        for (Attempt sending : sendings) {
            sending.retried()
                    .forEach(call ->
                            Unheard.run(() -> listener.retried(call.work().stage())));
            if (own != null && sending.calls().contains(own)) {
                sending.send(gateway);
            } else {
                execution.later(() -> sending.send(gateway));
            }
        }
        if (sendings.stream().anyMatch(Attempt::isTrial)) { // what is in them waits, too
            wake();
        }
    }

    /** Under the lock, so that the next decision knows of it. */
    private Attempt assigned(Assignment assignment, FleetView fleet) {
        List<PendingCall<?>> calls = new ArrayList<>();
        assignment.work().forEach(waiting -> calls.add(queue.take(waiting)));
        InstanceView view = fleet.find(assignment.instance()).orElseThrow();
        LoadBook.Entry entry =
                book.begin(fleet, view, calls.stream().map(PendingCall::work).toList(), now());
        Attempt attempt = new Attempt(
                entry, calls, settings.callDeadline(), view.outlook().trial(), execution, reports, fates);
        calls.forEach(call -> call.trials().sent(view));
        desk.begun(attempt, fleet);
        return attempt;
    }

    /** Ends work wherever it is. */
    private void end(PendingCall<?> call, Function<Trials, DispatchException> why) {
        Optional<Desk.Ended> ended;
        synchronized (lock) {
            ended = desk.end(call, why);
            silence();
        }
        ended.ifPresent(last -> {
            last.attempts().forEach(attempt -> attempt.withdraw(call));
            execution.later(() -> call.fail(last.reason()));
        });
    }

    private void silence() {
        if (queue.isEmpty()) {
            alarm.set(Instant.MAX, now());
        }
    }

    private Instant now() {
        return execution.now();
    }

    /** What attempts tell of work. */
    private final class Fates implements Attempt.Owner {

        @Override
        public void undone(Attempt attempt, Undone undone) {
            PendingCall<?> call = undone.call();
            call.trace().failed(attempt.instance(), undone.failure());
            Optional<DispatchException> end;
            synchronized (lock) {
                end = desk.undone(attempt, undone, book.tally(), now());
            }
            end.ifPresentOrElse(call::fail, () -> look(call));
        }

        @Override
        public void done(Attempt attempt, PendingCall<?> call, Runnable news) {
            Optional<List<Attempt>> others;
            synchronized (lock) {
                others = desk.done(attempt, call);
                others.flatMap(first -> call.blames(attempt.instance()))
                        .ifPresent(blamed -> book.lapsed(blamed, now()));
                silence();
            }
            others.ifPresent(outrun -> {
                outrun.forEach(other -> outrun(other, call));
                news.run();
            });
        }

        private void outrun(Attempt other, PendingCall<?> call) {
            if (other.withdraw(call) && other.isOverdue()) {
                Unheard.run(() -> listener.outrun(other.instance(), call.work().stage()));
            }
        }

        @Override
        public void moved(Attempt attempt, List<PendingCall<?>> calls) {
            calls.forEach(call -> call.trace().moved(attempt.instance()));
            synchronized (lock) {
                desk.moved(attempt, calls);
            }
            look(null);
        }

        @Override
        public void overdue(Attempt attempt) {
            boolean hedged;
            synchronized (lock) {
                hedged = desk.hedge(attempt, book.view(directory.snapshots(), now()));
            }
            if (hedged) {
                Stage stage = attempt.calls().get(0).work().stage();
                Unheard.run(() -> listener.hedged(attempt.instance(), stage));
            }
            look(null);
        }

        @Override
        public void late(PendingCall<?> call) {
            end(call, Trials::late);
        }
    }
}
