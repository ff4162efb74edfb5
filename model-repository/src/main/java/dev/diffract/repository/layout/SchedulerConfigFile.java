package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code scheduler_config.json}. */
public final class SchedulerConfigFile {

    /** Switches that change the arithmetic; a sampler that ignored one would draw another picture without a word. */
    private static final Map<String, Boolean> UNSUPPORTED_SWITCHES = Map.of(
            "thresholding", true,
            "use_flow_sigmas", true,
            "use_lu_lambdas", true,
            "euler_at_final", true,
            "lower_order_final", false,
            "predict_x0", false,
            "skip_prk_steps", false);

    /** Keys that stand for one of several methods, with the values whose method is implemented. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "algorithm_type", Set.of("dpmsolver++", "sde-dpmsolver++", "deis"),
            "solver_type", Set.of("midpoint", "heun", "logrho", "bh1", "bh2"),
            "final_sigmas_type", Set.of("zero", "sigma_min"),
            "interpolation_type", Set.of("linear"),
            "timestep_type", Set.of("discrete"),
            "variance_type", Set.of("fixed_small"));

    private static final int SOLVER_ORDER = 2;

    private static final List<String> SIGMAS = List.of("karras", "exponential", "beta");

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
                json.flag("rescale_betas_zero_snr").orElse(false),
                solver(json),
                unsupported(json));
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

    private static SolverConfig solver(JsonObjectFile json) {
        return new SolverConfig(
                sigmas(json),
                json.text("final_sigmas_type"),
                json.text("algorithm_type"),
                json.text("solver_type"),
                json.integer("original_inference_steps"),
                json.number("timestep_scaling"));
    }

    private static Optional<String> sigmas(JsonObjectFile json) {
        List<String> chosen = SIGMAS.stream()
                .filter(name -> json.flag("use_" + name + "_sigmas").orElse(false))
                .toList();
        if (chosen.size() > 1) {
            throw json.wrong(
                    "use_" + chosen.get(0) + "_sigmas", "and 'use_" + chosen.get(1) + "_sigmas' exclude each other");
        }
        return chosen.stream().findFirst();
    }

    private static List<String> unsupported(JsonObjectFile json) {
        Stream<String> switches = UNSUPPORTED_SWITCHES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> json.flag(entry.getKey()).equals(Optional.of(entry.getValue())))
                .map(entry -> entry.getKey() + " = " + entry.getValue());
        Stream<String> methods = METHODS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> json
                        .text(entry.getKey())
                        .filter(value -> !entry.getValue().contains(value))
                        .map(value -> entry.getKey() + " = " + value)
                        .stream());
        Stream<String> order = json
                .integer("solver_order")
                .filter(value -> value != SOLVER_ORDER)
                .map(value -> "solver_order = " + value)
                .stream();
        return Stream.of(switches, methods, order).flatMap(stream -> stream).toList();
    }
}
