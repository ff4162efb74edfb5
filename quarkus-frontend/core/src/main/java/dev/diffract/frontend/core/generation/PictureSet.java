package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.generation.GenerationEvent.Begun;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.trace.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * A generation's pictures on their way, side by side, as many as may be; the first one encodes the prompts for all. What is not drawn may start again by
 * another plan; of those that were on their way nothing more is heard then. Thread-safe.
 */
final class PictureSet {

    private final int count;
    private final PictureDriver driver;
    private final PictureRun.Owner owner;
    private final Span span;
    private final Set<Integer> drawn = new HashSet<>();
    private int allowed;
    private volatile Optional<Round> round = Optional.empty();
    private volatile boolean cancelled;

    /**
     * @param count how many there are
     * @param owner hears of all pictures; that the prompts are encoded from the first only
     * @param span what a trace shows pictures as a part of
     */
    PictureSet(int count, PictureDriver driver, PictureRun.Owner owner, Span span) {
        this.count = count;
        this.driver = driver;
        this.owner = owner;
        this.span = span;
    }

    /** So many more pictures may be drawn than before: none may at first. They begin in their order, those that start again in their own places. */
    void allow(int more) {
        int before;
        int now;
        synchronized (this) {
            before = allowed;
            allowed = Math.min(count, allowed + more);
            now = allowed;
        }
        IntStream.range(before, now).forEach(index -> owner.tell(new Begun(index)));
        round.ifPresent(Round::beginMore);
    }

    /**
     * Begins with all that is not drawn, or goes on with it, as far as it may.
     *
     * @param kept how far pictures are, by index
     */
    void begin(GenerationPlan plan, Map<Integer, PictureSnapshot> kept) {
        Round next;
        List<Integer> left;
        synchronized (this) {
            left = IntStream.range(0, plan.count())
                    .filter(index -> !drawn.contains(index))
                    .boxed()
                    .toList();
            next = new Round(plan, kept, left);
            round.ifPresent(before -> before.over = true);
            List<PictureRun> gone = round.map(before -> before.runs).orElse(List.of());
            round = Optional.of(next);
            gone.forEach(PictureRun::cancel);
        }
        next.beginMore();
    }

    /** Takes back the calls of all. */
    void cancel() {
        cancelled = true;
        round.ifPresent(now -> now.runs.forEach(PictureRun::cancel));
    }

    /** Why nobody can go on with one of them, for users; empty if somebody can. */
    Optional<String> absence() {
        return round.flatMap(
                now -> now.runs.stream().flatMap(run -> run.absence().stream()).findFirst());
    }

    /** All that is drawn by one plan. */
    private final class Round implements PictureRun.Owner {
        private final GenerationPlan plan;
        private final Map<Integer, PictureSnapshot> kept;
        private final List<Integer> indices;
        private final List<PictureRun> runs = new CopyOnWriteArrayList<>();
        private Optional<First> encoded = Optional.empty();
        private int begun;
        private volatile boolean over;

        /** The picture that has encoded the prompts, and on which engines. */
        private record First(Picture picture, Optional<String> engines) {}

        private Round(GenerationPlan plan, Map<Integer, PictureSnapshot> kept, List<Integer> indices) {
            this.plan = plan;
            this.kept = kept;
            this.indices = indices;
        }

        private void beginFirst() {
            Optional<String> engines = kept.values().stream()
                    .flatMap(picture -> picture.engines().stream())
                    .findFirst()
                    .or(() -> plan.reproducible().engines());
            PictureSnapshot first = begin(Picture.of(plan, indices.get(0)), engines);
            if (!(first.state() instanceof Encoding)) {
                encoded(first);
            }
        }

        /**
         * @param engines that are to draw it if it is at its beginning; empty if any may
         * @return where it goes on, maybe at its beginning
         */
        private PictureSnapshot begin(Picture picture, Optional<String> engines) {
            PictureSnapshot from = Optional.ofNullable(kept.get(picture.index()))
                    .orElseGet(() -> PictureSnapshot.begin(picture, engines));
            PictureRun run = new PictureRun(from, driver, this, span);
            runs.add(run);
            if (cancelled || over) { // since: who ended it may not have seen this picture
                run.cancel();
            }
            run.begin();
            return from;
        }

        @Override
        public Terms terms(Picture picture, Pending state, Span call) {
            return owner.terms(picture, state, call);
        }

        @Override
        public void tell(GenerationEvent event) {
            ifStillOn(() -> owner.tell(event));
        }

        @Override
        public void moved(PictureSnapshot picture) {
            ifStillOn(() -> owner.moved(picture));
        }

        @Override
        public void stranded() {
            ifStillOn(owner::stranded);
        }

        /** The first picture has encoded the prompts: the others find them in the cache. */
        @Override
        public void encoded(PictureSnapshot picture) {
            if (!over && picture.index() == indices.get(0)) {
                owner.encoded(picture);
                synchronized (PictureSet.this) {
                    encoded = Optional.of(new First(picture.state().picture(), picture.engines()));
                }
                beginMore();
            }
        }

        /** Begins with the next ones, if they may: with the first alone, and with others when the prompts are encoded. */
        private void beginMore() {
            for (int index : next()) {
                encoded.ifPresentOrElse(
                        first -> begin(first.picture().sibling(index), first.engines()), this::beginFirst);
            }
        }

        private List<Integer> next() {
            synchronized (PictureSet.this) {
                int drawnBefore = plan.count() - indices.size();
                int ready = encoded.isEmpty() ? Math.min(1, indices.size()) : indices.size();
                int end = Math.min(ready, allowed - drawnBefore);
                if (over || end <= begun) {
                    return List.of();
                }
                List<Integer> next = indices.subList(begun, end);
                begun = end;
                return next;
            }
        }

        @Override
        public void denoised(Picture picture) {
            ifStillOn(() -> owner.denoised(picture));
        }

        @Override
        public void drawn(Done done, PictureSnapshot snapshot) {
            synchronized (PictureSet.this) {
                if (over) {
                    return;
                }
                drawn.add(snapshot.index());
            }
            owner.drawn(done, snapshot);
        }

        @Override
        public void failed(Throwable error) {
            ifStillOn(() -> owner.failed(error));
        }

        @Override
        public void guarded(Runnable action) {
            owner.guarded(action);
        }

        private void ifStillOn(Runnable news) {
            if (!over) {
                news.run();
            }
        }
    }
}
