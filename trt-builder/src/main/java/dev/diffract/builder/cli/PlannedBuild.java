package dev.diffract.builder.cli;

import dev.diffract.builder.assemble.BuildException;
import dev.diffract.builder.assemble.OnnxServing;
import dev.diffract.builder.assemble.Recipe;
import dev.diffract.builder.assemble.RepositoryAssembly;
import dev.diffract.builder.assemble.ServingRuntime;
import dev.diffract.builder.check.ErrorBound;
import dev.diffract.builder.engine.BuildListener;
import dev.diffract.builder.engine.CudaProbe;
import dev.diffract.builder.engine.DeviceCheck;
import dev.diffract.builder.engine.EngineBuilder;
import dev.diffract.builder.engine.EngineCache;
import dev.diffract.builder.engine.EngineCompiler;
import dev.diffract.builder.engine.EngineOptions;
import dev.diffract.builder.engine.EngineServing;
import dev.diffract.builder.engine.HalfPreparation;
import dev.diffract.builder.engine.NoDeviceException;
import dev.diffract.builder.engine.ProfileBuild;
import dev.diffract.builder.engine.Slice;
import dev.diffract.builder.engine.SliceChoice;
import dev.diffract.builder.engine.Targets;
import dev.diffract.builder.engine.Toolchain;
import dev.diffract.builder.engine.VisibleDevice;
import dev.diffract.builder.engine.worker.ChildJvmCompiler;
import dev.diffract.builder.mig.MigCatalogue;
import dev.diffract.builder.plan.ModelSpec;
import dev.diffract.builder.plan.Plan;
import dev.diffract.builder.publish.ProfileDirectory;
import dev.diffract.builder.tensorrt.TensorRt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code diffract build --plan}: one repository for every model that the plan serves on slices of one kind.
 *
 * @param library where TensorRT is; null to search for it
 * @param fresh also what is up to date
 * @param switchOver serve what was built
 * @param bound how far engines' graphs may be from FP32
 */
record PlannedBuild(
        Plan plan,
        String profile,
        Optional<String> gpu,
        Optional<String> model,
        Path library,
        boolean fresh,
        boolean switchOver,
        ErrorBound bound) {

    private static final int ONNX_BATCH = 8;

    /** Graphs on ONNX Runtime in the same directories; needs no GPU. */
    List<ProfileBuild.Result> onnx(RepositoryAssembly assembly) {
        SliceChoice choice = SliceChoice.of(plan, profile, gpu, model, Optional.empty());
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
        SliceChoice choice =
                SliceChoice.of(plan, profile, gpu, model, MigCatalogue.shipped().find(device.gpuName()));
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
                SliceChoice.of(plan, profile, gpu, model, Optional.empty()).models().stream()
                        .map(ModelSpec::source)
                        .forEach(ProfileBuild::requireSource);
            }
            throw e;
        }
    }

    private ProfileBuild.Result build(
            RepositoryAssembly assembly, Slice slice, ModelSpec spec, ServingRuntime runtime) {
        Recipe recipe = new Recipe(spec.source(), spec.name(), "", spec.safetyChecker(), spec.resolutions());
        ProfileDirectory place = new ProfileDirectory(
                plan.repositories(),
                spec.name(),
                slice.gpu().name(),
                slice.profile().name());
        return new ProfileBuild(assembly).run(recipe, runtime, place, fresh, switchOver);
    }
}
