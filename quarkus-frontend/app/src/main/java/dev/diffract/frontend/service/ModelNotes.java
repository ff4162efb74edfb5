package dev.diffract.frontend.service;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** What people should know of a model before they compare its pictures with others', as its slices serve it. */
@ApplicationScoped
class ModelNotes {

    private static final String ROUNDED_TIMESTEPS =
            "This model cuts or rounds timesteps, so samplers that stop between two whole ones draw other pictures than PyTorch;"
                    + " its repository is of an earlier builder, or its graph needs whole ones: building it again tells.";

    private final SignatureBook signatures;

    @Inject
    ModelNotes(SignatureBook signatures) {
        this.signatures = signatures;
    }

    /**
     * Sentences on a model.
     *
     * @param drawing what can draw with it now: nothing is known of a model that nobody serves
     */
    List<ModelNote> of(Manifest manifest, List<InstanceSnapshot> drawing) {
        boolean rounded = drawing.stream()
                .flatMap(snapshot -> timestep(manifest, snapshot).stream())
                .anyMatch(slot -> !slot.takesFractions());
        return rounded ? List.of(new ModelNote(ROUNDED_TIMESTEPS)) : List.of();
    }

    private Optional<TensorSlot> timestep(Manifest manifest, InstanceSnapshot snapshot) {
        String input = manifest.pipeline().family().unet().timestep().name();
        return manifest.find(ModelRole.UNET)
                .flatMap(unet -> signatures.find(snapshot.instance(), unet.name()))
                .flatMap(signature -> Optional.ofNullable(signature.inputs().get(input)));
    }
}
