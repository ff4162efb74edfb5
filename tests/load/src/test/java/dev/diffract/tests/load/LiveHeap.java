package dev.diffract.tests.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a process holds on its heap, asked for by the JDK's own tool. */
final class LiveHeap {

    private LiveHeap() {}

    /** After a collection of garbage. */
    static double megabytes(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram") // of what is alive: it collects before it counts
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String[] total =
                    output.substring(output.lastIndexOf("Total") + 5).strip().split("\\s+", -1);
            return Long.parseLong(total[1]) / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
