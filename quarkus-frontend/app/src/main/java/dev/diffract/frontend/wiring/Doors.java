package dev.diffract.frontend.wiring;

import dev.diffract.frontend.http.HostList;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Says at the start which doors are open to more than this machine: nobody who comes in is asked who they are. */
@ApplicationScoped
class Doors {

    private static final Logger LOG = Logger.getLogger(Doors.class);
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    void start(
            @Observes StartupEvent started,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.management.host") String management) {
        warning("quarkus.http.host", host, "may draw").ifPresent(LOG::warn);
        warning("quarkus.management.host", management, "may see health and metrics")
                .ifPresent(LOG::warn);
    }

    /** What is to be said of a key that names where the server listens. */
    static Optional<String> warning(String key, String host, String may) {
        return HostList.isLoopback(host)
                ? Optional.empty()
                : Optional.of(key + " is " + host + ": whoever reaches this port " + may
                        + ", because nobody is asked for a key");
    }

    /** Whether it is every address of this machine, and so none to be called by. */
    static boolean isWildcard(String host) {
        return WILDCARDS.contains(host);
    }
}
