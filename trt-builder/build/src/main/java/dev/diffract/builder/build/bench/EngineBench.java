package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.bench.BenchRow.RelativeError;
import dev.diffract.builder.build.bench.References.Reference;
import dev.diffract.builder.build.engine.InstalledCheck;
import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.RepositoryPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Runs every engine of a repository for the batches and picture sizes that its manifest has measurements of. The first samples of each batch are compared with ONNX
 * Runtime, which computes each alone: an engine that mixes samples up does not pass.
 */
public final class EngineBench {

    /** Engines work in FP16. */
    public static final ErrorBound BOUND = ErrorBound.HALF;

    private static final int COMPARED_SAMPLES = 2;
    private static final String ENGINE_FILE = "model.plan";

    private final EngineDevice device;
    private final References references;
    private final List<Baseline> baselines;
    private final Consumer<String> progress;

    /**
     * @param baselines of PyTorch, at most one for a model
     * @param progress hears which engine is next
     */
    public EngineBench(
            EngineDevice device, References references, List<Baseline> baselines, Consumer<String> progress) {
        this.device = device;
        this.references = references;
        this.baselines = List.copyOf(baselines);
        this.progress = progress;
    }

    /**
     * @throws BenchException if the repository holds no engines for this device, or something cannot be run
     */
    public List<BenchRow> run(Path repository) {
        Manifest manifest = OnnxReferences.manifest(repository);
        EngineTarget target = manifest.target()
                .orElseThrow(() -> new BenchException(repository + " holds no engines but " + manifest.runtime()
                        + " models: expected a repository made by 'diffract plan build'"));
        requireTarget(repository, target);
        Optional<Baseline> baseline = baselines.stream()
                .filter(known -> known.model().equals(manifest.model()))
                .findFirst();
        baseline.ifPresent(this::requireSameGpu);
        List<BenchRow> rows = new ArrayList<>();
        for (ServedModel model : manifest.models()) {
            if (model.engine().isPresent()) {
                progress.accept(manifest.model() + "/" + model.role().id());
                rows.addAll(run(repository, manifest, model, baseline));
            }
        }
        return rows;
    }

    private void requireTarget(Path repository, EngineTarget target) {
        List<String> findings = new InstalledCheck(device::visible, device::tensorRt)
                .check(target)
                .findings();
        if (!findings.isEmpty()) {
            throw new BenchException("cannot run the engines of " + repository + ": " + String.join("; ", findings));
        }
    }

    private void requireSameGpu(Baseline baseline) {
        VisibleDevice visible = device.visible();
        if (!baseline.gpu().equals(visible.name()) || baseline.multiprocessors() != visible.multiprocessors()) {
            throw new BenchException("the baseline of " + baseline.model() + " was measured on '" + baseline.gpu()
                    + "' (" + baseline.multiprocessors() + " multiprocessors), and the visible device is '"
                    + visible.name() + "' (" + visible.multiprocessors() + "): measure both on one device");
        }
    }

    private List<BenchRow> run(Path repository, Manifest manifest, ServedModel model, Optional<Baseline> baseline) {
        EngineRecord engine = model.engine().orElseThrow();
        Path file = new RepositoryPaths(repository).version(model.name()).resolve(ENGINE_FILE);
        OptionalDouble peak =
                PeakRate.of(device.visible().capability(), device.visible().multiprocessors(), device.peakHertz());
        List<BenchRow> rows = new ArrayList<>();
        try (LoadedEngine loaded = device.load(file);
                Reference reference = references.open(manifest, model)) {
            List<Size> sizes = sizes(model.name(), engine);
            Map<List<Integer>, Map<String, Tensor>> expected = new HashMap<>();
            for (Measurement wanted : engine.measurements()) {
                int profile =
                        engine.shapes().size() == 1 ? 0 : sizes.indexOf(new Size(wanted.width(), wanted.height()));
                EngineInputs inputs = new EngineInputs(
                        loaded.tensors(),
                        engine.shapes().get(profile),
                        manifest.pipeline().family().unet().timestep().name(),
                        reference.vocabulary());
                Execution execution = loaded.run(profile, inputs.batch(wanted.batch(), 0));
                Deviation error = new Deviation();
                for (int sample = 0; sample < Math.min(COMPARED_SAMPLES, wanted.batch()); sample++) {
                    int number = sample;
                    Map<String, Tensor> right = expected.computeIfAbsent(
                            List.of(profile, sample), key -> reference.run(inputs.batch(1, number)));
                    compare(model, execution, right, sample, error);
                }
                rows.add(new BenchRow(
                        new BenchRow.Call(
                                manifest.model(), model.role().id(), wanted.width(), wanted.height(), wanted.batch()),
                        engine.buildSeconds(),
                        execution.millis(),
                        execution.bytes(),
                        new RelativeError(error.max(), error.mean(), error.within(BOUND)),
                        baseline.flatMap(known ->
                                known.find(model.role().id(), wanted.batch(), wanted.width(), wanted.height())),
                        peak));
            }
        }
        return rows;
    }

    /** A shape profile each, if there are several: engines are measured profile by profile. */
    private static List<Size> sizes(String model, EngineRecord engine) {
        LinkedHashSet<Size> sizes = new LinkedHashSet<>();
        engine.measurements().forEach(measured -> sizes.add(new Size(measured.width(), measured.height())));
        if (engine.shapes().size() > 1 && engine.shapes().size() != sizes.size()) {
            throw new BenchException("the manifest has measurements of " + model + " for " + sizes.size()
                    + " picture sizes and " + engine.shapes().size() + " shape profiles: build the repository again");
        }
        return List.copyOf(sizes);
    }

    private static void compare(
            ServedModel model, Execution execution, Map<String, Tensor> expected, int sample, Deviation error) {
        for (Tensor output : execution.outputs()) {
            Tensor right = expected.get(output.name());
            if (right == null) {
                throw new BenchException(model.name() + " has an output '" + output.name()
                        + "' that its reference has not: build both repositories with one version of the program");
            }
            error.add(right, output, sample);
        }
    }
}
