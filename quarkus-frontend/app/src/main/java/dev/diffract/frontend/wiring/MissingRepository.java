package dev.diffract.frontend.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of a directory that is not there: which there are beside it. */
final class MissingRepository {

    /** Names that one sentence has. */
    private static final int MOST = 20;

    /** Versions are numbered: 9 comes before 10. */
    private static final Comparator<String> ORDER =
            Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

    private MissingRepository() {}

    /**
     * @param directory as an operator wrote it
     * @return empty if it is there, or can be nowhere
     */
    static Optional<String> sentence(String directory) {
        try {
            Path path = Path.of(directory).toAbsolutePath().normalize();
            return Files.isDirectory(path) ? Optional.empty() : Optional.of(sentence(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String sentence(Path missing) {
        Path parent = missing.getParent();
        if (!Files.isDirectory(parent)) {
            return "There is no directory " + missing + ", and " + parent + " is none either.";
        }
        try (Stream<Path> beside = Files.list(parent)) {
            List<String> names = beside.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(ORDER)
                    .toList();
            return "There is no directory " + missing + "; " + parent + " has " + told(names) + ".";
        } catch (IOException e) {
            return "There is no directory " + missing + ".";
        }
    }

    private static String told(List<String> names) {
        int more = names.size() - MOST;
        return names.isEmpty()
                ? "none"
                : names.stream().limit(MOST).collect(Collectors.joining(", "))
                        + (more > 0 ? " and " + more + " more" : "");
    }
}
