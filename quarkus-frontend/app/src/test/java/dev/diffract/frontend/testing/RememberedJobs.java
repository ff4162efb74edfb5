package dev.diffract.frontend.testing;

import dev.diffract.frontend.core.generation.Claim;
import dev.diffract.frontend.core.generation.Job;
import dev.diffract.frontend.core.generation.JobStore;
import dev.diffract.frontend.core.generation.MemoryJobStore;
import dev.diffract.frontend.core.model.ModelCatalog;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The job store, which tells what it was given. */
@Alternative
@Singleton
public class RememberedJobs implements JobStore {

    private final MemoryJobStore store;
    private final List<Job> accepted = new CopyOnWriteArrayList<>();

    @Inject
    RememberedJobs(ModelCatalog catalog) {
        this.store = new MemoryJobStore(catalog);
    }

    /** For tests whose application is to have this store. */
    public static class Profile implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(RememberedJobs.class);
        }
    }

    /** The same behind a proxy that is to be believed. */
    public static final class BehindProxy extends Profile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.proxy.proxy-address-forwarding", "true");
        }
    }

    /** In order. */
    public List<Job> accepted() {
        return List.copyOf(accepted);
    }

    @Override
    public void accept(Job job) {
        store.accept(job);
        accepted.add(job);
    }

    @Override
    public Optional<Claim> claim(String id) {
        return store.claim(id);
    }

    @Override
    public Optional<Claim> claimNext() {
        return store.claimNext();
    }

    @Override
    public boolean withdraw(String id) {
        return store.withdraw(id);
    }
}
