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
    private final ModelNotes notes;

    @Inject
    ModelService(ModelCatalog catalog, InstanceDirectory directory, ModelNotes notes) {
        this.catalog = catalog;
        this.directory = directory;
        this.notes = notes;
    }

    /**
     * A model.
     *
     * @param notes what people should know of it
     * @param ready whether a slice can draw with it now
     */
    public record Offer(ModelDefinition model, List<ModelNote> notes, boolean ready) {}

    /** All models, the default one first. */
    public List<Offer> models() {
        List<InstanceSnapshot> snapshots = directory.snapshots();
        return catalog.models().stream()
                .map(model -> offer(
                        model,
                        snapshots.stream()
                                .filter(snapshot -> snapshot.canDraw(model.manifest()))
                                .toList()))
                .toList();
    }

    private Offer offer(ModelDefinition model, List<InstanceSnapshot> drawing) {
        return new Offer(model, notes.of(model.manifest(), drawing), !drawing.isEmpty());
    }
}
