package dev.diffract.builder.planning.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan file, checked.
 *
 * @param file where it was read from
 * @param repositories root of the repositories, one directory per model, GPU and MIG profile below it; relative ones are resolved against the
 *     plan file's directory
 * @param models the models by name, in the file's order
 * @param gpus the cards, in the file's order
 * @param ports of the slices' servers and the frontend
 * @param image container image of the slices' server, unless a model has one of its own
 */
public record Plan(
        Path file, Path repositories, Map<String, ModelSpec> models, List<GpuSpec> gpus, Ports ports, String image) {

    public static final String DEFAULT_IMAGE = "nvcr.io/nvidia/tritonserver:26.09-py3";

    public Plan {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        gpus = List.copyOf(gpus);
    }

    /**
     * The container image of a slice's server.
     *
     * @param model one of the plan's
     */
    public String image(String model) {
        return models.get(model).image().orElse(image);
    }

    /** The same plan for other cards. */
    public Plan with(List<GpuSpec> other) {
        return new Plan(file, repositories, models, other, ports, image);
    }
}
