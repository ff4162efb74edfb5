package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.abi.Logger;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The one logger this process gives TensorRT, which accepts no second one. Everybody who listens hears every line: lines of
 * operations that run at once cannot be told apart.
 */
final class ProcessLog {

    private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();
    private final Logger logger;

    ProcessLog(Major major) {
        logger = new Logger(major, this::log);
    }

    Logger logger() {
        return logger;
    }

    void add(Consumer<LogLine> listener) {
        listeners.add(listener);
    }

    void remove(Consumer<LogLine> listener) {
        listeners.remove(listener);
    }

    /** Verbose lines are very many and help nobody who does not debug TensorRT: they end here. */
    private void log(int number, String text) {
        LogLine.Severity severity = LogLine.Severity.of(number);
        if (severity != LogLine.Severity.VERBOSE) {
            LogLine line = new LogLine(severity, text.strip());
            listeners.forEach(listener -> listener.accept(line));
        }
    }
}
