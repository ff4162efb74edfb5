package dev.diffract.frontend.service;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What can be drawn with. */
@ApplicationScoped
public class ModelService {

    private final ModelCatalog catalog;
    private final InstanceDirectory directory;

    @Inject
    ModelService(ModelCatalog catalog, InstanceDirectory directory) {
        this.catalog = catalog;
        this.directory = directory;
    }

    /**
     * A model.
     *
     * @param ready whether a slice can draw with it now
     */
    public record Offer(ModelDefinition model, boolean ready) {}

    /** All models, the default one first. */
    public List<Offer> models() {
        List<InstanceSnapshot> snapshots = directory.snapshots();
        return catalog.models().stream()
                .map(model ->
                        new Offer(model, snapshots.stream().anyMatch(snapshot -> snapshot.canDraw(model.manifest()))))
                .toList();
    }
}
