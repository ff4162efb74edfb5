package dev.diffract.builder.build.engine;

import dev.diffract.builder.graphs.check.DifferenceException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.precision.HalfGraph;
import dev.diffract.builder.graphs.precision.HalfPrecision;
import dev.diffract.builder.graphs.precision.IslandLevel;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for the graph in FP16 that stays within the bound with the least of it in FP32. */
final class HalfSearch {

    private final OnnxModel source;
    private final Path target;
    private final List<String> refused = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    /**
     * @param source the graph as it is served in FP32
     * @param target where the graph in FP16 is written
     */
    HalfSearch(OnnxModel source, Path target) {
        this.source = source;
        this.target = target;
    }

    /** Compares what lies at the target with the original. */
    interface Comparison {
        /**
         * @throws DifferenceException if it is beyond the bound
         */
        NumericCheck compare(Path converted) throws IOException;
    }

    /**
     * Goes through the levels in their order.
     *
     * @param kept inputs and outputs that keep their type
     * @throws DifferenceException if none is within the bound; the message has what each was off by
     */
    NumericCheck find(Set<String> kept, Comparison comparison) throws IOException {
        ModelProto last = null;
        for (IslandLevel level : IslandLevel.values()) {
            HalfGraph half = HalfPrecision.convert(source, kept, level);
            if (half.model().equals(last)) {
                continue;
            }
            last = half.model();
            write(half);
            try {
                NumericCheck error = comparison.compare(target);
                note(half);
                return error;
            } catch (DifferenceException e) {
                refused.add("with " + level + " in FP32: " + e.getMessage());
            }
        }
        throw new DifferenceException("it cannot be served in FP16; " + String.join("; ", refused));
    }

    /** What was changed in the graph that was found, a sentence each. */
    List<String> changes() {
        return changes;
    }

    private void write(HalfGraph half) throws IOException {
        Files.deleteIfExists(target);
        Files.deleteIfExists(OnnxModelWriter.dataFile(target));
        OnnxModelWriter.write(half.model(), source.file(), target);
    }

    private void note(HalfGraph half) {
        changes.addAll(half.changes());
        HalfGraph.Losses losses = half.losses();
        if (losses.vanished() + losses.subnormal() > 0) {
            changes.add("of " + losses.numbers() + " stored numbers " + losses.vanished() + " became zero in FP16 and "
                    + losses.subnormal() + " kept fewer than 11 bits");
        }
        if (!refused.isEmpty()) {
            changes.add("less of it in FP32 was beyond the bound: " + String.join("; ", refused));
        }
    }
}
