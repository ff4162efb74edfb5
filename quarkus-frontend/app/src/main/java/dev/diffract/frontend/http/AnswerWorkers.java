package dev.diffract.frontend.http;

import dev.diffract.frontend.core.time.Lanes;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/**
 * Where events are made that carry pictures: meanwhile there are several copies of one, so that there are as many at a time as there are
 * processors, and not as there are clients.
 */
@Singleton
public class AnswerWorkers implements Executor {

    private final Lanes lanes = new Lanes(
            Infrastructure.getDefaultWorkerPool(), Runtime.getRuntime().availableProcessors());

    @Override
    public void execute(Runnable task) {
        lanes.execute(task);
    }
}
