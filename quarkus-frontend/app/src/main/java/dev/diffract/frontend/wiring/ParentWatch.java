package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Ends this program when the process that started it ends, however it ends. Asked for with {@code diffract.parent-pid}. */
@ApplicationScoped
public class ParentWatch {

    private final DiffractConfig config;

    ParentWatch(DiffractConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        config.parentPid()
                .ifPresent(pid -> ProcessHandle.of(pid)
                        .ifPresentOrElse(parent -> parent.onExit().thenRun(Quarkus::asyncExit), Quarkus::asyncExit));
    }
}
