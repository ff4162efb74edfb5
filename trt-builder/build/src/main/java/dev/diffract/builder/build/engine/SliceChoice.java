package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.plan.Goal.Isolation;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.SliceSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan serves on slices of one kind.
 *
 * @param slice the kind of slice
 * @param models in the plan's order
 */
public record SliceChoice(Slice slice, List<ModelSpec> models) {

    public SliceChoice {
        models = List.copyOf(models);
    }

    /**
     * @param profile a profile's name
     * @param gpu a GPU of the plan by its name or its model's name; empty if the plan leaves no doubt
     * @param model one of the plan's models; empty for all that the plan serves on such slices
     * @param visible the GPU this process sees, for plans that leave the model open and for choosing among several
     * @throws BuildException if the plan has no such slice, or more than one kind of it
     */
    public static SliceChoice of(
            Plan plan, String profile, Optional<String> gpu, Optional<String> model, Optional<GpuModel> visible) {
        model.filter(name -> !plan.models().containsKey(name)).ifPresent(name -> {
            throw new BuildException(plan.file() + " has no model " + name + ", it has: "
                    + String.join(", ", plan.models().keySet()));
        });
        List<Found> found = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (GpuSpec spec : plan.gpus()) {
            for (SliceSpec slice : slices(spec)) {
                known.add(slice.profileName() + " on " + spec.name() + " for " + slice.model());
                if (model.isEmpty() || model.get().equals(slice.model())) {
                    find(spec, slice, profile, gpu, visible).ifPresent(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            throw new BuildException(plan.file() + " has no slice " + profile
                    + gpu.map(name -> " on " + name).orElse("")
                    + model.map(name -> " for " + name).orElse("") + "; it has: "
                    + (known.isEmpty()
                            ? "none, only goals. 'diffract plan choose' makes slices of them"
                            : String.join(", ", known)));
        }
        return new SliceChoice(
                one(plan, found, visible),
                found.stream()
                        .map(Found::model)
                        .distinct()
                        .map(plan.models()::get)
                        .toList());
    }

    /** What the cards are cut into. One that a goal shares is not cut: engines for it are built on the whole card. */
    private static List<SliceSpec> slices(GpuSpec spec) {
        return spec.goal()
                .filter(goal -> goal.isolation() == Isolation.SHARED)
                .map(goal -> List.of(
                        new SliceSpec(MigProfile.WHOLE, Optional.empty(), goal.model(), 1, OptionalInt.empty())))
                .orElse(spec.slices());
    }

    private record Found(Slice slice, String model) {}

    private static Optional<Found> find(
            GpuSpec spec, SliceSpec slice, String profile, Optional<String> gpu, Optional<GpuModel> visible) {
        Optional<GpuModel> card =
                spec.model().or(() -> gpu.flatMap(MigCatalogue.shipped()::find)).or(() -> visible);
        boolean wanted = gpu.isEmpty()
                || spec.name().equals(gpu.get())
                || card.equals(MigCatalogue.shipped().find(gpu.get()));
        if (!wanted || !(slice.profileName().equals(profile) || isCalled(slice, profile))) {
            return Optional.empty();
        }
        GpuModel known = card.orElseThrow(() -> new BuildException("the plan leaves open which card " + spec.name()
                + " is, and this process sees no card that it can tell: name its model, as in --gpu H100-80GB"));
        MigProfile found = known.profileOrWhole(profile)
                .orElseThrow(() -> new BuildException(known + " has no profile " + profile + ", it has: "
                        + known.profiles().stream().map(MigProfile::name).collect(Collectors.joining(", "))));
        return Optional.of(new Found(new Slice(known, found), slice.model()));
    }

    private static boolean isCalled(SliceSpec slice, String profile) {
        return slice.profile().filter(known -> known.isCalled(profile)).isPresent();
    }

    private static Slice one(Plan plan, List<Found> found, Optional<GpuModel> visible) {
        List<Slice> slices = found.stream().map(Found::slice).distinct().toList();
        if (slices.size() == 1) {
            return slices.get(0);
        }
        return slices.stream()
                .filter(slice -> visible.equals(Optional.of(slice.gpu())))
                .findFirst()
                .orElseThrow(() -> new BuildException(plan.file() + " has such slices on several cards: "
                        + slices.stream().map(Slice::toString).collect(Collectors.joining(", "))
                        + ". Say which with --gpu"));
    }
}
