package dev.diffract.frontend.health;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.model.ModelCatalog;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Some slice can draw a whole picture of some model. */
@Readiness
class ReadyCheck implements HealthCheck {

    private final InstanceDirectory directory;
    private final ModelCatalog catalog;

    @Inject
    ReadyCheck(InstanceDirectory directory, ModelCatalog catalog) {
        this.directory = directory;
        this.catalog = catalog;
    }

    @Override
    public HealthCheckResponse call() {
        List<InstanceSnapshot> snapshots = directory.snapshots();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("slices").status(canDraw(snapshots));
        snapshots.forEach(snapshot -> answer.withData(
                snapshot.instance().name(),
                snapshot.state().name().toLowerCase(Locale.ROOT)
                        + snapshot.reason().map(reason -> ": " + reason).orElse("")));
        return answer.build();
    }

    private boolean canDraw(List<InstanceSnapshot> snapshots) {
        return catalog.models().stream()
                .anyMatch(model -> snapshots.stream().anyMatch(snapshot -> snapshot.canDraw(model.manifest())));
    }
}
