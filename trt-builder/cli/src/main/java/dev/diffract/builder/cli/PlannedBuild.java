package dev.diffract.builder.cli;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.OnnxServing;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.assemble.ServingRuntime;
import dev.diffract.builder.build.engine.BuildListener;
import dev.diffract.builder.build.engine.CudaProbe;
import dev.diffract.builder.build.engine.DeviceCheck;
import dev.diffract.builder.build.engine.EngineBuilder;
import dev.diffract.builder.build.engine.EngineCache;
import dev.diffract.builder.build.engine.EngineCompiler;
import dev.diffract.builder.build.engine.EngineOptions;
import dev.diffract.builder.build.engine.EngineServing;
import dev.diffract.builder.build.engine.HalfPreparation;
import dev.diffract.builder.build.engine.NoDeviceException;
import dev.diffract.builder.build.engine.ProfileBuild;
import dev.diffract.builder.build.engine.SeenCards;
import dev.diffract.builder.build.engine.Slice;
import dev.diffract.builder.build.engine.SliceChoice;
import dev.diffract.builder.build.engine.Targets;
import dev.diffract.builder.build.engine.Toolchain;
import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.build.engine.worker.ChildJvmCompiler;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code diffract plan build}: one repository for every model that the plan serves on slices of one kind.
 *
 * @param wanted which of the plan's slices
 * @param library where TensorRT is; null to search for it
 * @param fresh also what is up to date
 * @param switchOver serve what was built
 * @param bound how far engines' graphs may be from FP32
 */
record PlannedBuild(Plan plan, Wanted wanted, Path library, boolean fresh, boolean switchOver, ErrorBound bound) {

    private static final int ONNX_BATCH = 8;

    /**
     * Which slices are meant.
     *
     * @param gpu empty if the profile says it
     * @param model empty for all models of such slices
     */
    record Wanted(String profile, Optional<String> gpu, Optional<String> model) {

        /**
         * @param there the card that is in this machine; empty without one
         */
        SliceChoice in(Plan plan, Optional<GpuModel> there) {
            return SliceChoice.of(plan, profile, gpu, model, there);
        }
    }

    /** Graphs on ONNX Runtime in the same directories; needs no GPU. */
    List<ProfileBuild.Result> onnx(RepositoryAssembly assembly) {
        SliceChoice choice = wanted.in(plan, Optional.empty());
        return choice.models().stream()
                .map(spec -> build(
                        assembly,
                        choice.slice(),
                        spec,
                        new OnnxServing(spec.maxBatch().orElse(ONNX_BATCH))))
                .toList();
    }

    /** TensorRT engines, built on the device that this process sees. */
    List<ProfileBuild.Result> tensorRt(RepositoryAssembly assembly, BuildListener listener) {
        VisibleDevice device = look();
        List<GpuModel> seen = SeenCards.of(device, MigCatalogue.shipped());
        SliceChoice choice = wanted.in(plan, seen.size() == 1 ? Optional.of(seen.get(0)) : Optional.empty());
        Slice slice = choice.slice();
        DeviceCheck.objection(slice, device, MigCatalogue.shipped()).ifPresent(objection -> {
            throw new BuildException(objection);
        });
        Toolchain toolchain =
                new Toolchain(TensorRt.load(library).version().toString(), device.cuda(), device.driver());
        EngineCompiler compiler = new ChildJvmCompiler(toolchain, library);
        EngineCache cache = new EngineCache(plan.repositories(), slice, toolchain);
        return choice.models().stream()
                .map(spec -> build(
                        assembly,
                        slice,
                        spec,
                        new EngineServing(
                                Targets.of(slice, device, toolchain),
                                new EngineOptions(spec.resolutions(), spec.maxBatch(), EngineOptions.DEFAULT_LEVEL),
                                new HalfPreparation(bound),
                                new EngineBuilder(slice, compiler, cache, listener))))
                .toList();
    }

    /** Without a GPU, what is wrong with the plan is said first: it can be put right here. */
    private VisibleDevice look() {
        try {
            return new CudaProbe().look();
        } catch (NoDeviceException e) {
            if (plan.gpus().stream().allMatch(spec -> spec.model().isPresent())) {
                wanted.in(plan, Optional.empty()).models().stream()
                        .map(ModelSpec::source)
                        .forEach(ProfileBuild::requireSource);
            }
            throw e;
        }
    }

    private ProfileBuild.Result build(
            RepositoryAssembly assembly, Slice slice, ModelSpec spec, ServingRuntime runtime) {
        Recipe recipe = new Recipe(spec.source(), spec.name(), spec.safetyChecker(), Optional.of(spec.resolutions()));
        ProfileDirectory place = new ProfileDirectory(
                plan.repositories(),
                spec.name(),
                slice.gpu().name(),
                slice.profile().name());
        return new ProfileBuild(assembly).run(recipe, runtime, place, fresh, switchOver);
    }
}
