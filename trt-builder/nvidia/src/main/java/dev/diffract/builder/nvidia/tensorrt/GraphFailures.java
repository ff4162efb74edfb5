package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.ParserFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the ONNX parser objects to, with the node it objects to. */
final class GraphFailures {

    private GraphFailures() {}

    static TensorRtException of(Path onnx, List<ParserFault> faults, Words words) {
        List<String> lines =
                new ArrayList<>(faults.stream().map(GraphFailures::line).toList());
        lines.addAll(words.all());
        String first = lines.isEmpty() ? "it gives no reason" : lines.get(0);
        String more = faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : "";
        return new TensorRtException(
                Reason.GRAPH, "TensorRT's parser does not take " + onnx + ": " + first + more, lines);
    }

    /** For example {@code node 12 '/mid/Resize' (Resize): scales must be ...}. */
    private static String line(ParserFault fault) {
        if (fault.node() < 0) {
            return fault.description();
        }
        String name = fault.nodeName().isEmpty() ? "" : " '" + fault.nodeName() + "'";
        String operator = fault.operator().isEmpty() ? "" : " (" + fault.operator() + ")";
        return "node " + fault.node() + name + operator + ": " + fault.description();
    }
}
