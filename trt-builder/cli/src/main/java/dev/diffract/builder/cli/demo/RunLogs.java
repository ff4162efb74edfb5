package dev.diffract.builder.cli.demo;

import dev.diffract.builder.files.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Folders with what the programs of one run of the demo said, called after the run's process. */
final class RunLogs {

    /** Of runs that are over, how many can still be looked at. */
    static final int KEPT = 5;

    private static final Pattern NAME = Pattern.compile("demo-(?<pid>\\d{1,18})");

    private RunLogs() {}

    /**
     * @param pid of the run's process
     */
    static String nameOf(long pid) {
        return "demo-" + pid;
    }

    /** Removes those of runs that are over, except the last {@value #KEPT}. */
    static void prune(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return;
        }
        List<Run> over = new ArrayList<>();
        try (Stream<Path> folders = Files.list(logs)) {
            for (Path folder : folders.toList()) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && !isAlive(Long.parseLong(name.group("pid")))) {
                    over.add(new Run(folder, Files.getLastModifiedTime(folder).toMillis()));
                }
            }
        }
        over.sort(Comparator.comparingLong(Run::time).reversed());
        for (Run run : over.subList(Math.min(KEPT, over.size()), over.size())) {
            FileTrees.delete(run.folder());
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    /**
     * @param time in milliseconds since 1970
     */
    private record Run(Path folder, long time) {}
}
