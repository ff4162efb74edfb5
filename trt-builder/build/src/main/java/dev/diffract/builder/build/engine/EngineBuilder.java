package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Range;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds the engines of a set that are not built yet, the UNet last, and sees to it that together they fit the slice. */
public final class EngineBuilder {

    /** The first ones say what the others repeat. */
    private static final int MOST_WARNINGS = 5;

    private final Slice slice;
    private final EngineCompiler compiler;
    private final EngineCache cache;
    private final BuildListener listener;

    public EngineBuilder(Slice slice, EngineCompiler compiler, EngineCache cache, BuildListener listener) {
        this.slice = slice;
        this.compiler = compiler;
        this.cache = cache;
        this.listener = listener;
    }

    /**
     * Pictures are decoded one by one where two at once are not expected to fit, or do not when all is built.
     *
     * @throws BuildException if an engine cannot be built, or the engines do not fit the slice
     */
    BuiltEngines build(EngineSet asked) throws IOException {
        RangeCost.of(
                        asked.options().resolutions(),
                        asked.components().stream().map(Component::role).toList())
                .ifPresent(listener::said);
        boolean careful = asked.severalPictures() && !asked.expectedToFit(asked.firstBatch());
        EngineSet set = careful ? asked.withSinglePictures() : asked;
        Map<ModelRole, EngineRecord> records = new EnumMap<>(ModelRole.class);
        BuiltEngines built = fill(set, records);
        if (missing(built) > 0 && set.severalPictures()) {
            listener.said("the engines take " + MemoryBudget.mib(missing(built))
                    + " MiB too many: those for pictures are built for one at a time");
            EngineSet single = set.withSinglePictures();
            for (Component component : set.components()) {
                if (set.budget().batch(component.role(), 0) != single.budget().batch(component.role(), 0)
                        || component.role() == ModelRole.UNET) {
                    Files.delete(component.file());
                    records.remove(component.role());
                }
            }
            built = fill(single, records);
        }
        requireFit(built);
        return built;
    }

    /**
     * Builds what is missing, the UNet for as many samples as fit.
     *
     * @param records of the engines that are there; takes the others
     */
    private BuiltEngines fill(EngineSet set, Map<ModelRole, EngineRecord> records) throws IOException {
        int batch = set.firstBatch();
        for (Component component : set.components()) {
            if (component.role() != ModelRole.UNET && !records.containsKey(component.role())) {
                records.put(component.role(), engine(set, component, batch));
            }
        }
        long others = records.values().stream()
                .mapToLong(EngineRecord::activationBytes)
                .sum();
        BatchSearch search = new BatchSearch(
                set.budget().activations() - others,
                tried -> {
                    Files.deleteIfExists(set.unet().file());
                    return engine(set, set.unet(), tried);
                },
                listener::said);
        BatchSearch.Found unet = set.options().maxBatch().isPresent()
                ? new BatchSearch.Found(batch, engine(set, set.unet(), batch))
                : search.from(batch);
        records.put(ModelRole.UNET, unet.unet());
        return new BuiltEngines(set, unet.batch(), records);
    }

    private EngineRecord engine(EngineSet set, Component component, int unetBatch) throws IOException {
        EngineShapes shapes = set.shapes(component, unetBatch);
        List<ShapeProfile> profiles = shapes.profiles();
        EngineJob job = new EngineJob(
                component.role().id(),
                new EngineJob.Files(component.graph(), component.file(), cache.timingCache()),
                profiles,
                set.workspace(component, unetBatch),
                set.options().optimizationLevel(),
                runs(shapes));
        String graph = OnnxModel.read(component.graph()).digest();
        String key = EngineKey.of(graph, slice, compiler.toolchain(), job);
        Optional<EngineRecord> known = cache.fetch(key, component.file());
        if (known.isPresent()) {
            listener.said("engine of " + job.model() + " is up to date");
            return known.get();
        }
        long start = System.nanoTime();
        CompiledEngine compiled = compile(job);
        double seconds = (System.nanoTime() - start) / 1e9;
        compiled.warnings().stream()
                .limit(MOST_WARNINGS)
                .forEach(warning -> listener.said("TensorRT on " + job.model() + ": " + warning));
        EngineRecord built = new EngineRecord(
                key,
                graph,
                profiles.stream().map(EngineBuilder::ranges).toList(),
                job.workspaceBytes(),
                job.optimizationLevel(),
                seconds,
                component.prepared().error(),
                compiled.activationBytes(),
                compiled.measurements());
        cache.keep(built, component.file());
        return built;
    }

    private CompiledEngine compile(EngineJob job) throws IOException {
        try (BuildListener.Phase phase = listener.begin(job.model())) {
            return compiler.compile(job, phase);
        }
    }

    /** Every batch that callers form for the UNet, the tuned one for the others; once per shape profile, at the size it is tuned for. */
    private static List<EngineJob.Run> runs(EngineShapes shapes) {
        List<Integer> batches = shapes.role() == ModelRole.UNET ? shapes.usualBatches() : List.of(shapes.tunedBatch());
        List<SizeProfile> sizes = shapes.sizes();
        List<EngineJob.Run> runs = new ArrayList<>();
        for (int profile = 0; profile < sizes.size(); profile++) {
            for (int batch : batches) {
                Resolution tuned = sizes.get(profile).tuned();
                runs.add(new EngineJob.Run(profile, batch, tuned.width(), tuned.height()));
            }
        }
        return runs;
    }

    /** Bytes that the engines take beyond what the slice has; none or less if they fit. */
    private static long missing(BuiltEngines built) {
        long taken = built.records().values().stream()
                .mapToLong(EngineRecord::activationBytes)
                .sum();
        return taken - built.set().budget().activations();
    }

    private void requireFit(BuiltEngines built) {
        long missing = missing(built);
        if (missing > 0) {
            EngineSet set = built.set();
            int batch = built.unetBatch();
            boolean smaller = set.options().maxBatch().equals(OptionalInt.of(batch))
                    && batch > EngineOptions.SMALLEST_AUTOMATIC_BATCH;
            throw new BuildException(
                    "the engines do not fit " + slice + ": " + set.budget() + " leave "
                            + MemoryBudget.mib(set.budget().activations()) + " MiB, and with a batch of " + batch
                            + " they take "
                            + MemoryBudget.mib(missing) + " MiB more. "
                            + (smaller
                                    ? "Choose a smaller max-batch or a larger profile"
                                    : "A step with guidance needs a batch of 2: choose a larger profile, or smaller resolutions"));
        }
    }

    private static Map<String, Range> ranges(ShapeProfile profile) {
        Map<String, Range> ranges = new LinkedHashMap<>();
        profile.inputs().forEach((input, range) -> ranges.put(input, range(range)));
        return ranges;
    }

    private static Range range(ShapeRange range) {
        return new Range(range.min().sizes(), range.opt().sizes(), range.max().sizes());
    }
}
