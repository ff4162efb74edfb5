package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.WrongConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalLong;

/**
 * Ends this program when the process that started it ends, however it ends. Asked for with the system property
 * {@code diffract.parent-pid}; without it the program stands on its own.
 */
@ApplicationScoped
public class ParentWatch {

    private static final String PROPERTY = "diffract.parent-pid";

    void start(@Observes StartupEvent started) {
        parent().ifPresent(pid -> ProcessHandle.of(pid)
                .ifPresentOrElse(parent -> parent.onExit().thenRun(Quarkus::asyncExit), Quarkus::asyncExit));
    }

    private static OptionalLong parent() {
        String pid = System.getProperty(PROPERTY);
        if (pid == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(pid));
        } catch (NumberFormatException e) {
            throw new WrongConfiguration(PROPERTY + " must be a process id, was '" + pid + "'.", e);
        }
    }
}
