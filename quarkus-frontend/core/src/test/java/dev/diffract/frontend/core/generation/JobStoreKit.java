package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.picture.WrittenPictures;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every job store does. Jobs are of the checkpoint that {@link #catalog} has. */
public abstract class JobStoreKit {

    private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private static final Caller CALLER = new Caller("192.0.2.1");

    private JobStore store;

    /** What the store's jobs are drawn with. */
    protected static ModelCatalog catalog() {
        return () -> List.of(TestModels.judged());
    }

    /** A store without a job. */
    protected abstract JobStore empty();

    @BeforeEach
    void begin() {
        store = empty();
    }

    @Test
    void aJobComesBackAsItWasAccepted() {
        Job job = job("one", 1);
        store.accept(job);
        Claim claim = store.claim("one").orElseThrow();
        assertThat(claim.job().id()).isEqualTo("one");
        assertThat(claim.job().accepted()).isEqualTo(job.accepted());
        assertThat(claim.job().deadline()).isEqualTo(job.deadline());
        assertThat(claim.job().caller()).isEqualTo(CALLER);
        assertThat(claim.job().priority()).isEqualTo(3);
        assertThat(GenerationPlanCodec.encode(claim.job().plan())).isEqualTo(GenerationPlanCodec.encode(job.plan()));
        assertThat(claim.pictures()).isEmpty();
    }

    @Test
    void nobodyClaimsWhatSomebodyHas() {
        store.accept(job("one", 1));
        assertThat(store.claim("one")).isPresent();
        assertThat(store.claim("one")).isEmpty();
        assertThat(store.claimNext()).isEmpty();
        assertThat(store.claim("other")).isEmpty();
    }

    @Test
    void theNextIsTheFirstThatNobodyHas() {
        for (String id : List.of("c", "a", "d", "b")) {
            store.accept(job(id, 1));
        }
        store.claim("a").orElseThrow();
        assertThat(store.withdraw("d")).isTrue();
        assertThat(next()).contains("c");
        assertThat(next()).contains("b");
        assertThat(next()).isEmpty();
    }

    @Test
    void twoJobsHaveTwoNames() {
        store.accept(job("one", 1));
        assertThatThrownBy(() -> store.accept(job("one", 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a job one is kept already");
        store.claim("one").orElseThrow().complete();
        store.accept(job("one", 2));
        assertThat(next()).contains("one");
    }

    @Test
    void whatHasEndedIsGone() {
        store.accept(job("one", 1));
        Claim claim = store.claim("one").orElseThrow();
        claim.complete();
        assertThat(store.claim("one")).isEmpty();
        assertThat(store.withdraw("one")).isFalse();
        claim.release();
        claim.checkpoint(PictureSnapshot.begin(Picture.of(claim.job().plan(), 0), Optional.empty()));
        assertThat(store.claimNext()).isEmpty();
    }

    @Test
    void onlyWhatNobodyHasCanBeWithdrawn() {
        store.accept(job("one", 1));
        Claim claim = store.claim("one").orElseThrow();
        assertThat(store.withdraw("one")).isFalse();
        claim.release();
        assertThat(store.withdraw("one")).isTrue();
        assertThat(store.withdraw("one")).isFalse();
        assertThat(store.claimNext()).isEmpty();
    }

    @Test
    void whoGoesOnHasTheNewestStateOfEveryPicture() {
        for (GenerationPlan plan : plans()) {
            store.accept(new Job("one", CALLER, 3, plan, ACCEPTED, ACCEPTED.plusSeconds(60)));
            Claim first = store.claim("one").orElseThrow();
            int pictures = Math.min(plan.count(), 3);
            for (int index = 0; index < pictures; index++) {
                PictureState state = Picture.of(plan, index).begin();
                for (int step = 0; step < 3 + 2 * index; step++) {
                    state = next(state);
                    first.checkpoint(new PictureSnapshot(state, List.of("a", "b" + step)));
                }
            }
            first.release();
            Claim second = store.claim("one").orElseThrow();
            assertThat(second.pictures()).hasSize(pictures);
            for (int index = 0; index < pictures; index++) {
                PictureSnapshot kept = second.pictures().get(index);
                assertThat(kept.instances()).containsExactly("a", "b" + (2 + 2 * index));
                assertThat(kept.index()).isEqualTo(index);
                assertThat(image(kept.state()))
                        .isEqualTo(image(Picture.of(plan, index).begin()));
            }
            second.complete();
        }
    }

    @Test
    void whoHasLostAClaimChangesNothing() {
        GenerationPlan plan = WrittenPictures.fromImage(new Random(5));
        store.accept(new Job("one", CALLER, 3, plan, ACCEPTED, ACCEPTED.plusSeconds(60)));
        Claim lost = store.claim("one").orElseThrow();
        PictureState begin = Picture.of(plan, 0).begin();
        lost.checkpoint(new PictureSnapshot(begin, List.of("early")));
        lost.release();
        Claim mine = store.claim("one").orElseThrow();
        lost.checkpoint(new PictureSnapshot(next(begin), List.of("late")));
        lost.release();
        lost.complete();
        assertThat(store.claim("one")).isEmpty();
        mine.release();
        Claim again = store.claim("one").orElseThrow();
        assertThat(again.pictures().get(0).instances()).containsExactly("early");
    }

    @Test
    void manyThreadsTakeEveryJobOnce() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add("job " + i);
            store.accept(job("job " + i, i));
        }
        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ends.add(threads.submit(() -> {
                    for (Optional<Claim> claim = store.claimNext(); claim.isPresent(); claim = store.claimNext()) {
                        taken.add(claim.get().job().id());
                        claim.get().complete();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(ids);
    }

    private Optional<String> next() {
        return store.claimNext().map(Claim::job).map(Job::id);
    }

    private static Job job(String id, int seed) {
        return new Job(id, CALLER, 3, WrittenPictures.random(new Random(seed)), ACCEPTED, ACCEPTED.plusSeconds(60));
    }

    private static List<GenerationPlan> plans() {
        List<GenerationPlan> plans = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            plans.add(WrittenPictures.random(new Random(seed)));
            plans.add(WrittenPictures.fromImage(new Random(seed)));
            plans.add(WrittenPictures.enlarged(new Random(seed)));
        }
        return plans;
    }

    private static PictureState next(PictureState state) {
        return state instanceof Pending pending ? pending.accept(FakeGateway.compute(pending.next())) : state;
    }

    private static Raster image(PictureState from) {
        PictureState state = from;
        while (state instanceof Pending) {
            state = next(state);
        }
        return ((Done) state).image();
    }
}
