package dev.diffract.builder.planning.cards;

import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.SliceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan on a machine: which of its GPUs each card is. Entries that name a model take the first GPUs of that model, in the order of both; entries
 * that leave it to be detected take what is then left.
 */
public final class Machine {

    private final Plan plan;
    private final List<GpuState> left;
    private final Map<GpuSpec, List<GpuState>> taken = new HashMap<>();

    private Machine(Plan plan, List<GpuState> gpus) {
        this.plan = plan;
        this.left = new ArrayList<>(gpus);
    }

    /**
     * @param gpus of one machine
     * @throws PlanningException if the machine lacks a GPU, or it cannot be told which model one is
     */
    public static Machine of(Plan plan, List<GpuState> gpus) {
        Machine machine = new Machine(plan, gpus);
        plan.gpus().stream().filter(gpu -> gpu.model().isPresent()).forEach(gpu -> machine.take(gpu, gpu.model()));
        plan.gpus().stream().filter(gpu -> gpu.model().isEmpty()).forEach(gpu -> machine.take(gpu, Optional.empty()));
        return machine;
    }

    /** GPUs of the machine that are no card of the plan. */
    public List<GpuState> others() {
        return List.copyOf(left);
    }

    /** The GPUs in the order of the plan's cards. */
    public List<GpuState> gpus() {
        return plan.gpus().stream().flatMap(gpu -> taken.get(gpu).stream()).toList();
    }

    /** The plan with every card's model written in. */
    public Plan detected() {
        return plan.with(plan.gpus().stream().map(this::detected).toList());
    }

    private void take(GpuSpec spec, Optional<GpuModel> wanted) {
        List<GpuState> own = new ArrayList<>();
        Optional<GpuModel> model = wanted;
        while (own.size() < spec.count()) {
            Optional<GpuModel> same = model;
            GpuState next = left.stream()
                    .filter(gpu -> same.map(is -> Recognition.candidates(gpu).contains(is))
                            .orElseGet(() -> spec.goal().isPresent() || gpu.mig() != MigMode.UNSUPPORTED))
                    .findFirst()
                    .orElseThrow(() -> new PlanningException(missing(spec, same, own.size())));
            model = Optional.of(model.isPresent() ? model.get() : only(spec, next));
            left.remove(next);
            own.add(next);
        }
        taken.put(spec, own);
    }

    private GpuModel only(GpuSpec spec, GpuState gpu) {
        List<GpuModel> candidates = Recognition.candidates(gpu);
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        throw new PlanningException("it cannot be told what card " + gpu + " is, which the plan's '" + spec.name()
                + "' leaves to be detected: "
                + (candidates.isEmpty()
                        ? "no card of the catalogue has its name, memory and profiles, so nothing can be planned on it"
                        : "it may be " + candidates.stream().map(GpuModel::name).collect(Collectors.joining(" or "))
                                + ". Write its model into " + plan.file()
                                + " in place of detect"
                                + (gpu.profiles().isEmpty()
                                        ? ", or give the output of 'nvidia-smi mig -lgip' with --lgip, which may tell them apart"
                                        : "")));
    }

    private String missing(GpuSpec spec, Optional<GpuModel> model, int found) {
        if (left.isEmpty() && taken.isEmpty() && found == 0) {
            return "there is no GPU on this machine, and the plan's '" + spec.name() + "' needs " + spec.count() + " x "
                    + model.map(GpuModel::name).orElse("a card to be detected");
        }
        String free = left.isEmpty()
                ? "no other GPU"
                : left.stream().map(GpuState::toString).collect(Collectors.joining(" and "));
        return "the plan's '" + spec.name() + "' is " + spec.count() + " x "
                + model.map(GpuModel::name).orElse("a card to be detected") + ", and there "
                + (found == 1 ? "is " : "are ") + found + ": besides that there is " + free;
    }

    private GpuSpec detected(GpuSpec spec) {
        if (spec.model().isPresent()) {
            return spec;
        }
        GpuState gpu = taken.get(spec).get(0);
        GpuModel model = only(spec, gpu);
        if (!model.mig() && spec.goal().isEmpty()) {
            throw new PlanningException("the card of '" + spec.name() + "' is " + model.withArticle()
                    + ", which has no MIG and cannot be cut into slices");
        }
        return new GpuSpec(
                spec.name(),
                Optional.of(model),
                spec.count(),
                spec.slices().stream()
                        .map(slice -> detected(spec, model, gpu, slice))
                        .toList(),
                spec.goal(),
                spec.location());
    }

    private static SliceSpec detected(GpuSpec spec, GpuModel model, GpuState gpu, SliceSpec slice) {
        return new SliceSpec(
                slice.profileName(),
                Optional.of(profile(model, gpu, slice.profileName())
                        .orElseThrow(() -> new PlanningException("the card of '" + spec.name() + "' is "
                                + model.withArticle() + ", which has no profile " + slice.profileName() + ": it has "
                                + model.profiles().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))))),
                slice.model(),
                slice.count(),
                slice.start());
    }

    /** By its name in the catalogue, or by the one that this driver gives it. */
    private static Optional<MigProfile> profile(GpuModel model, GpuState gpu, String name) {
        return model.profile(name)
                .or(() -> gpu.profiles().stream()
                        .filter(offered -> offered.name().filter(name::equals).isPresent())
                        .findFirst()
                        .flatMap(offered -> model.profile(offered.id())));
    }
}
