package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that last as long as the program. While somebody draws, the pictures' states are kept as they are, and a checkpoint costs
 * nothing; what is given back is written down, and read again by who takes it on, as another program would.
 */
public final class MemoryJobStore implements JobStore {

    private final ModelCatalog catalog;
    private final Map<String, Kept> jobs = new LinkedHashMap<>();

    /**
     * @param catalog has the checkpoints of all jobs
     */
    public MemoryJobStore(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public synchronized void accept(Job job) {
        if (jobs.putIfAbsent(job.id(), new Kept(job)) != null) {
            throw new IllegalStateException("a job " + job.id() + " is kept already");
        }
    }

    @Override
    public synchronized Optional<Claim> claim(String id) {
        return Optional.ofNullable(jobs.get(id)).filter(Kept::isFree).map(this::claimed);
    }

    @Override
    public synchronized Optional<Claim> claimNext() {
        return jobs.values().stream().filter(Kept::isFree).findFirst().map(this::claimed);
    }

    @Override
    public synchronized boolean withdraw(String id) {
        Kept kept = jobs.get(id);
        return kept != null && kept.isFree() && jobs.remove(id, kept);
    }

    private Claim claimed(Kept kept) {
        kept.written.ifPresent(kept::read);
        Owner owner = new Owner(kept);
        kept.owner = owner;
        return owner;
    }

    /** A job, and who draws it. */
    private final class Kept {
        private final Map<Integer, PictureSnapshot> pictures = new HashMap<>();
        private Job job;
        private Optional<Written> written = Optional.empty();
        private @Nullable Owner owner;

        private Kept(Job job) {
            this.job = job;
        }

        private boolean isFree() {
            return owner == null;
        }

        private void write() {
            written = Optional.of(new Written(
                    job.bytes(),
                    pictures.values().stream().map(PictureSnapshot::bytes).toList()));
            pictures.clear();
        }

        private void read(Written from) {
            job = Job.read(from.job(), catalog);
            for (byte[] picture : from.pictures()) {
                PictureSnapshot snapshot = PictureSnapshot.read(picture, job.plan());
                pictures.put(snapshot.index(), snapshot);
            }
            written = Optional.empty();
        }
    }

    /** What was given back. */
    private record Written(byte[] job, List<byte[]> pictures) {}

    private final class Owner implements Claim {
        private final Kept kept;

        private Owner(Kept kept) {
            this.kept = kept;
        }

        @Override
        public Job job() {
            synchronized (MemoryJobStore.this) {
                return kept.job;
            }
        }

        @Override
        public Map<Integer, PictureSnapshot> pictures() {
            synchronized (MemoryJobStore.this) {
                return Map.copyOf(kept.pictures);
            }
        }

        @Override
        public void checkpoint(PictureSnapshot picture) {
            ifStillMine(() -> kept.pictures.put(picture.index(), picture));
        }

        @Override
        public void begin(GenerationPlan plan) {
            ifStillMine(() -> {
                kept.job = kept.job.with(plan);
                kept.pictures.clear();
            });
        }

        @Override
        public void complete() {
            ifStillMine(() -> {
                jobs.remove(kept.job.id());
                kept.owner = null;
            });
        }

        @Override
        public void release() {
            ifStillMine(() -> {
                kept.owner = null;
                kept.write();
            });
        }

        private void ifStillMine(Runnable change) {
            synchronized (MemoryJobStore.this) {
                if (kept.owner == this) {
                    change.run();
                }
            }
        }
    }
}
