package dev.diffract.frontend.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Two fake servers and a repository for the application under test; fields of type {@code FakeSlices} get this object. */
public final class FakeSlices implements QuarkusTestResourceLifecycleManager {

    private FakeTriton a;
    private FakeTriton b;

    public FakeTriton a() {
        return a;
    }

    public FakeTriton b() {
        return b;
    }

    /** Makes both servers as new. */
    public void reset() {
        a.reset(TestRepository.CHECKPOINT);
        b.reset(TestRepository.CHECKPOINT);
    }

    @Override
    public Map<String, String> start() {
        a = new FakeTriton(TestRepository.CHECKPOINT);
        b = new FakeTriton(TestRepository.CHECKPOINT);
        return Map.of(
                "diffract.repositories", repository().toString(),
                "diffract.slices", "a=" + a.target() + ",b=" + b.target(),
                "diffract.generation.max-active", "1",
                "diffract.generation.max-queued", "1",
                "diffract.poll.interval", "50ms",
                "quarkus.http.test-port", "0");
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

    private static Path repository() {
        try {
            return TestRepository.write(Files.createTempDirectory("diffract-repository"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
