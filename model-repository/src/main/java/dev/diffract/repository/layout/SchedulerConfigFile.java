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

    private static final String SKIP_PRK_STEPS = "skip_prk_steps";

    /** Switches that change the arithmetic; a sampler that ignored one would draw another picture without a word. */
    private static final Map<String, Boolean> UNSUPPORTED_SWITCHES = Map.of(
            "thresholding",
            true,
            "use_flow_sigmas",
            true,
            "use_dynamic_shifting",
            true,
            "use_lu_lambdas",
            true,
            "euler_at_final",
            true,
            "lower_order_final",
            false,
            "predict_x0",
            false,
            SKIP_PRK_STEPS,
            false);

    /** Keys that, with any value but an empty one, change the arithmetic in a way that is not implemented. */
    private static final List<String> UNSUPPORTED_VALUES =
            List.of("disable_corrector", "shift_terminal", "sigma_max", "sigma_min", "solver_p");

    /** Keys that stand for one of several methods, with the values whose method is implemented. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "algorithm_type", Set.of("dpmsolver++", "sde-dpmsolver++", "deis"),
            "solver_type", Set.of("midpoint", "heun", "logrho", "bh1", "bh2"),
            "final_sigmas_type", Set.of("zero", "sigma_min"),
            "interpolation_type", Set.of("linear"),
            "timestep_type", Set.of("discrete"),
            "variance_type", Set.of("fixed_small"));

    private static final Set<Integer> SOLVER_ORDERS = Set.of(1, 2, 3);

    private static final List<String> SIGMAS = List.of("karras", "exponential", "beta");

    private static final String CLASS_NAME = "_class_name";

    private static final String TRAINED_BETAS = "trained_betas";

    private static final String PURPOSE = "the noise schedule the model was trained with";

    private SchedulerConfigFile() {}

    /**
     * @throws RepositoryFileException if the file is missing, no JSON, lacks {@code _class_name} or has a key of the
     *     wrong kind
     * @throws IOException if it cannot be read
     */
    public static SchedulerConfig read(Path file) throws IOException {
        return read(JsonObjectFile.read(file, PURPOSE));
    }

    /**
     * A configuration that pictures can be drawn with.
     *
     * @throws RepositoryFileException also if it asks for something that is not implemented or cannot be; the message
     *     names the file and the key
     * @throws IOException if it cannot be read
     */
    public static SchedulerConfig require(Path file) throws IOException {
        SchedulerConfig config = read(file);
        List<String> faults = SchedulerCheck.faults(config);
        if (!faults.isEmpty()) {
            throw new RepositoryFileException(file + ": " + String.join("; ", faults));
        }
        return config;
    }

    /**
     * What is taken where the file says nothing, or names a class that has no sampler of its own: a sentence each.
     *
     * @throws RepositoryFileException as {@link #read}
     * @throws IOException if it cannot be read
     */
    public static List<String> remarks(Path file) throws IOException {
        JsonObjectFile json = JsonObjectFile.read(file, PURPOSE);
        SchedulerConfig config = read(json);
        List<String> remarks = new ArrayList<>();
        SchedulerClasses.standIn(config.className())
                .ifPresent(taken -> remarks.add(file + ": " + config.className()
                        + " has no sampler here; it has the noise schedule of " + taken
                        + ", which is taken where a request names no sampler"));
        ZeroSnrStart.of(config).remark().ifPresent(remark -> remarks.add(file + ": " + remark));
        BetaDefaults betas = BetaDefaults.of(config.className());
        List<String> taken = new ArrayList<>();
        if (!json.has(TRAINED_BETAS)) {
            assumed(json, "beta_schedule", betas.schedule(), taken);
        }
        if (!json.has(TRAINED_BETAS) && !config.betaSchedule().equals(SchedulerCheck.COSINE)) {
            assumed(json, "beta_start", String.valueOf(betas.start()), taken);
            assumed(json, "beta_end", String.valueOf(betas.end()), taken);
        }
        assumed(json, "num_train_timesteps", String.valueOf(config.trainTimesteps()), taken);
        assumed(json, "prediction_type", config.predictionType(), taken);
        boolean clips = json.flag("clip_sample").orElse(true);
        StepDefaults.of(config.className()).forEach((name, value) -> {
            if (clips || !name.equals("clip_sample_range")) {
                assumed(json, name, value, taken);
            }
        });
        if (!taken.isEmpty()) {
            remarks.add(file + " does not say " + String.join(", ", taken) + ": taken as diffusers does");
        }
        return remarks;
    }

    private static void assumed(JsonObjectFile json, String name, String value, List<String> taken) {
        if (!json.has(name)) {
            taken.add(name + " (" + value + ")");
        }
    }

    private static SchedulerConfig read(JsonObjectFile json) {
        int trainTimesteps = json.integer("num_train_timesteps").orElse(1000);
        if (trainTimesteps < 1) {
            throw json.wrong("num_train_timesteps", "is " + trainTimesteps + ", expected at least 1");
        }
        String className = json.text(CLASS_NAME).orElseThrow(() -> json.wrong(CLASS_NAME, "is missing"));
        BetaDefaults betas = BetaDefaults.of(className);
        boolean standsIn = SchedulerClasses.standIn(className).isPresent();
        return new SchedulerConfig(
                className,
                trainTimesteps,
                json.number("beta_start").orElse(betas.start()),
                json.number("beta_end").orElse(betas.end()),
                json.text("beta_schedule").orElse(betas.schedule()),
                json.optional(TRAINED_BETAS, JsonNode::isArray, "an array", array -> betas(json, array)),
                json.text("prediction_type").orElse("epsilon"),
                json.integer("steps_offset").orElse(0),
                json.text("timestep_spacing"),
                json.flag("set_alpha_to_one"),
                json.flag("clip_sample"),
                json.number("clip_sample_range"),
                json.flag("rescale_betas_zero_snr").orElse(false),
                standsIn ? SolverConfig.ofSigmas(sigmas(json)) : solver(json),
                unsupported(json, standsIn));
    }

    private static List<Double> betas(JsonObjectFile json, JsonNode array) {
        List<Double> betas = new ArrayList<>();
        for (JsonNode beta : array) {
            if (!beta.isNumber() || !Double.isFinite(beta.asDouble())) {
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
                json.integer("solver_order"),
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

    private static List<String> unsupported(JsonObjectFile json, boolean standsIn) {
        Set<String> ignored = standsIn ? SchedulerClasses.STEP_KEYS : Set.of();
        Stream<String> switches = UNSUPPORTED_SWITCHES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> !ignored.contains(entry.getKey()))
                .filter(entry -> json.flag(entry.getKey()).equals(Optional.of(entry.getValue())))
                .map(entry -> entry.getKey() + " = " + entry.getValue());
        Stream<String> methods = METHODS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> !ignored.contains(entry.getKey()))
                .flatMap(entry -> json
                        .text(entry.getKey())
                        .filter(value -> !entry.getValue().contains(value))
                        .map(value -> entry.getKey() + " = " + value)
                        .stream());
        Stream<String> order = json
                .integer("solver_order")
                .filter(value -> !SOLVER_ORDERS.contains(value) && !standsIn)
                .map(value -> "solver_order = " + value)
                .stream();
        Stream<String> values = UNSUPPORTED_VALUES.stream()
                .filter(json::has)
                .map(name -> Map.entry(name, json.root().path(name)))
                .filter(entry ->
                        !entry.getValue().isArray() || !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " = " + entry.getValue());
        return Stream.of(switches, startingUp(json), methods, order, values, clipped(json))
                .flatMap(stream -> stream)
                .toList();
    }

    /** The one switch whose default is what is not implemented: PNDM's first steps by a Runge-Kutta method. */
    private static Stream<String> startingUp(JsonObjectFile json) {
        boolean begins = !json.has(SKIP_PRK_STEPS) && json.text(CLASS_NAME).equals(Optional.of("PNDMScheduler"));
        return begins
                ? Stream.of(
                        SKIP_PRK_STEPS + " = false (PNDMScheduler's default, as the key is missing; Stable Diffusion's"
                                + " files say true)")
                : Stream.of();
    }

    /** What diffusers saves for no limit is -Infinity. */
    private static Stream<String> clipped(JsonObjectFile json) {
        JsonNode limit = json.root().path("lambda_min_clipped");
        boolean none = limit.isMissingNode() || limit.isNull() || limit.asDouble() == Double.NEGATIVE_INFINITY;
        return none ? Stream.of() : Stream.of("lambda_min_clipped = " + limit);
    }
}
