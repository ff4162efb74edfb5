package dev.diffract.tests.bench;

import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.ProgressListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The frontend drawing long pictures, one after the other. */
final class FrontendClient implements Client {

    /** So many that text and image are next to nothing beside them. */
    private static final int STEPS = 100;

    private final Frontend frontend;
    private final int together;
    private final AtomicLong steps = new AtomicLong();
    private volatile boolean ends;
    private CompletableFuture<?> all = CompletableFuture.completedFuture(null);

    /**
     * @param together pictures drawn at a time
     */
    FrontendClient(String target, int together) {
        this(List.of(target), together);
    }

    /**
     * @param targets of one slice each
     * @param together pictures drawn at a time
     */
    FrontendClient(List<String> targets, int together) {
        this.frontend = new Frontend(targets, together);
        this.together = together;
    }

    @Override
    public void begin() {
        ends = false;
        all = CompletableFuture.allOf(
                Stream.generate(this::next).limit(together).toArray(CompletableFuture[]::new));
    }

    @Override
    public long steps() {
        return steps.get();
    }

    @Override
    public void end() {
        ends = true;
        all.join();
    }

    @Override
    public void close() {
        frontend.close();
    }

    private CompletableFuture<GenerationResult> next() {
        return frontend.draw(STEPS, new Counting())
                .thenCompose(result -> ends ? CompletableFuture.completedFuture(result) : next());
    }

    private final class Counting implements ProgressListener {
        @Override
        public void step(StepProgress progress) {
            steps.incrementAndGet();
        }
    }
}
