package dev.diffract.frontend.health;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.discovery.Poller;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/** The configuration was read (or there would be no answer), and every slice was looked at once. */
@Startup
class StartedCheck implements HealthCheck {

    private final Poller poller;

    @Inject
    StartedCheck(Poller poller) {
        this.poller = poller;
    }

    @Override
    public HealthCheckResponse call() {
        Set<TritonInstance> pending = poller.pending();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("first look at every slice").status(pending.isEmpty());
        if (!pending.isEmpty()) {
            answer.withData(
                    "pending",
                    pending.stream().map(TritonInstance::name).sorted().collect(Collectors.joining(", ")));
        }
        return answer.build();
    }
}
