package dev.diffract.repository.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** The families of models that are known. */
public final class ModelFamilies {

    /** Versions 1 and 2 of Stable Diffusion. */
    public static final ModelFamily STABLE_DIFFUSION = new StableDiffusion();

    private static final List<ModelFamily> ALL = List.of(STABLE_DIFFUSION);

    private ModelFamilies() {}

    public static List<ModelFamily> all() {
        return ALL;
    }

    /**
     * @throws IllegalArgumentException if there is no such family; the message has those there are
     */
    public static ModelFamily ofId(String id) {
        return ALL.stream()
                .filter(family -> family.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown family of models '" + id
                        + "', expected one of "
                        + ALL.stream().map(ModelFamily::id).collect(Collectors.joining(", "))));
    }
}
