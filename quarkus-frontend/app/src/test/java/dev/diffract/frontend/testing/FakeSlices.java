package dev.diffract.frontend.testing;

import dev.diffract.repository.layout.Manifest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two fake servers and a repository for the application under test; fields of type {@code FakeSlices} get this object. */
public final class FakeSlices implements QuarkusTestResourceLifecycleManager {

    private static final String JUDGED = "judged";

    private FakeModels models = FakeModels.PLAIN;
    private Manifest manifest = TestRepository.manifest();
    private FakeTriton a;
    private FakeTriton b;

    /** For tests whose model has a safety checker. */
    public static final class Judged implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeSlices.class, Map.of(JUDGED, "true")));
        }

        /** They are slices too. */
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Override
    public void init(Map<String, String> arguments) {
        if (arguments.containsKey(JUDGED)) {
            models = FakeModels.JUDGED;
            manifest = TestRepository.judged();
        }
    }

    public FakeTriton a() {
        return a;
    }

    public FakeTriton b() {
        return b;
    }

    /**
     * Makes both servers as new.
     *
     * @return whether they were already, so that who looks at them does not find what they were before
     */
    public boolean reset() {
        boolean asNew = a.isAsNew() && b.isAsNew();
        a.reset(TestRepository.CHECKPOINT);
        b.reset(TestRepository.CHECKPOINT);
        return asNew;
    }

    @Override
    public Map<String, String> start() {
        a = new FakeTriton(TestRepository.CHECKPOINT, models);
        b = new FakeTriton(TestRepository.CHECKPOINT, models);
        return Map.of(
                "diffract.repositories", repository().toString(),
                "diffract.slices", "a=" + a.target() + ",b=" + b.target(),
                "diffract.generation.max-active", "1",
                "diffract.generation.max-queued", "1",
                "diffract.generation.max-count", "20",
                "diffract.poll.interval", "50ms",
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0");
    }

    @Override
    public void stop() {
        a.close();
        b.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FakeSlices.class));
    }

    private Path repository() {
        try {
            return TestRepository.write(Files.createTempDirectory("diffract-repository"), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
