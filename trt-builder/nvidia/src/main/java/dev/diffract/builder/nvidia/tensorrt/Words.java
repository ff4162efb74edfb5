package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.ErrorRecorder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What TensorRT says during an operation, whether it says it to the log or to the error recorder. The recorder must be kept
 * until the objects it was given to are gone: close this after them.
 */
final class Words implements AutoCloseable {

    /** An engine may be open for days. */
    private static final int KEPT = 200;

    private final ProcessLog log;
    private final Consumer<LogLine> listener = this::hear;
    private final ErrorRecorder recorder = new ErrorRecorder(this::recorded);
    private final Deque<LogLine> lines = new ArrayDeque<>();

    Words(ProcessLog log) {
        this.log = log;
        log.add(listener);
    }

    ErrorRecorder recorder() {
        return recorder;
    }

    /** Forgets what was said, so that what comes next stands alone. */
    synchronized void clear() {
        lines.clear();
    }

    synchronized List<String> warnings() {
        return lines.stream()
                .filter(line -> line.severity() == LogLine.Severity.WARNING)
                .map(LogLine::text)
                .toList();
    }

    synchronized List<String> all() {
        return lines.stream().map(LogLine::text).toList();
    }

    /** The first line that contains one of the texts. */
    synchronized Optional<String> mentioning(String... texts) {
        return lines.stream()
                .map(LogLine::text)
                .filter(line -> List.of(texts).stream().anyMatch(line::contains))
                .findFirst();
    }

    /** The sentence, completed by the first error: later ones are mostly echoes of it. */
    TensorRtException failure(Reason reason, String sentence) {
        String first = firstError().map(error -> " TensorRT says: " + error).orElse("");
        return new TensorRtException(reason, sentence + first, all());
    }

    /** Adds a warning of ours. */
    void warn(String text) {
        hear(new LogLine(LogLine.Severity.WARNING, text));
    }

    private synchronized Optional<String> firstError() {
        return lines.stream()
                .filter(line -> line.severity().isError())
                .map(LogLine::text)
                .findFirst();
    }

    private void recorded(int code, String text) {
        LogLine line = new LogLine(LogLine.Severity.ERROR, text.strip());
        keep(line);
    }

    private void hear(LogLine line) {
        if (line.severity() != LogLine.Severity.INFO) {
            keep(line);
        }
    }

    private synchronized void keep(LogLine line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    @Override
    public void close() {
        log.remove(listener);
    }
}
