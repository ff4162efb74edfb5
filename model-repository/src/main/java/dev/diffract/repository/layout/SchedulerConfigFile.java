package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code scheduler_config.json}. */
public final class SchedulerConfigFile {

    /** Switches that change the arithmetic; a sampler that ignored one would draw another picture without a word. */
    private static final List<String> UNSUPPORTED_SWITCHES = List.of(
            "thresholding", "rescale_betas_zero_snr", "use_exponential_sigmas", "use_beta_sigmas", "use_flow_sigmas");

    /** Keys that stand for one of several methods, with the values whose method is implemented. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "algorithm_type", Set.of("dpmsolver++"),
            "solver_type", Set.of("midpoint", "logrho", "bh1", "bh2"), // the last three become midpoint in diffusers
            "final_sigmas_type", Set.of("zero"),
            "interpolation_type", Set.of("linear"),
            "timestep_type", Set.of("discrete"));

    private static final String KARRAS = "use_karras_sigmas";
    private static final String KARRAS_CLASS = "DPMSolverMultistepScheduler";

    private static final String TRAINED_BETAS = "trained_betas";

    private SchedulerConfigFile() {}

    /**
     * @throws RepositoryFileException if the file is missing, no JSON, lacks {@code _class_name} or has a key of the
     *     wrong kind
     * @throws IOException if it cannot be read
     */
    public static SchedulerConfig read(Path file) throws IOException {
        JsonObjectFile json = JsonObjectFile.read(file, "the noise schedule the model was trained with");
        int trainTimesteps = json.integer("num_train_timesteps").orElse(1000);
        if (trainTimesteps < 1) {
            throw json.wrong("num_train_timesteps", "is " + trainTimesteps + ", expected at least 1");
        }
        String className = json.text("_class_name").orElseThrow(() -> json.wrong("_class_name", "is missing"));
        return new SchedulerConfig(
                className,
                trainTimesteps,
                json.number("beta_start").orElse(0.0001),
                json.number("beta_end").orElse(0.02),
                json.text("beta_schedule").orElse("linear"),
                json.optional(TRAINED_BETAS, JsonNode::isArray, "an array", betas -> betas(json, betas)),
                json.text("prediction_type").orElse("epsilon"),
                json.integer("steps_offset").orElse(0),
                json.text("timestep_spacing"),
                json.flag("set_alpha_to_one"),
                json.flag("clip_sample"),
                json.number("clip_sample_range"),
                json.flag(KARRAS),
                unsupported(json, className));
    }

    private static List<Double> betas(JsonObjectFile json, JsonNode array) {
        List<Double> betas = new ArrayList<>();
        for (JsonNode beta : array) {
            if (!beta.isNumber()) {
                throw json.wrong(TRAINED_BETAS, "holds something that is not a number");
            }
            betas.add(beta.asDouble());
        }
        return betas;
    }

    private static List<String> unsupported(JsonObjectFile json, String className) {
        Stream<String> switches = UNSUPPORTED_SWITCHES.stream()
                .filter(name -> json.flag(name).orElse(false))
                .map(name -> name + " = true");
        Stream<String> methods = METHODS.keySet().stream()
                .sorted()
                .flatMap(name -> json
                        .text(name)
                        .filter(value -> !METHODS.get(name).contains(value))
                        .map(value -> name + " = " + value)
                        .stream());
        Stream<String> karras = json.flag(KARRAS).orElse(false) && !className.equals(KARRAS_CLASS)
                ? Stream.of(KARRAS + " = true for " + className)
                : Stream.empty();
        return Stream.of(switches, methods, karras).flatMap(stream -> stream).toList();
    }
}
