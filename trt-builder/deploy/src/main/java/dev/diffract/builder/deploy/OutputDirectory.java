package dev.diffract.builder.deploy;

import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory of rendered files. It is written beside its place and renamed, so that nobody sees half of it. A list of digests in it tells later
 * whether its files are still as they were written; what somebody changed or added is not thrown away. {@link HostSettings} stay where they are.
 */
public final class OutputDirectory {

    private static final String DIGESTS = ".diffract-rendered";

    /** Files that a refusal names. */
    private static final int NAMED = 5;

    private final Path directory;

    public OutputDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * @param replace whether to throw away what is there, whatever it is, but for the host's settings
     * @throws PlanningException if something is there that was not written by this program, or nothing can be written there
     */
    public void write(List<RenderedFile> files, boolean replace) throws IOException {
        if (Files.exists(directory) && !replace) {
            requireOwn();
        }
        if (directory.getParent() == null) {
            throw new PlanningException("the root directory cannot be written to: expected a directory of its own");
        }
        try (AtomicDirectory draft = AtomicDirectory.open(directory)) {
            fill(draft.path(), files);
            draft.settle();
            replace(draft);
        } catch (AccessDeniedException e) {
            throw new PlanningException("cannot write " + directory + ": no permission", e);
        } catch (FileSystemException e) {
            throw new PlanningException("cannot write " + directory + ": " + IoReasons.of(e), e);
        }
    }

    private void replace(AtomicDirectory draft) throws IOException {
        List<String> moved = Files.isDirectory(directory) ? HostSettings.carry(directory, draft.path()) : List.of();
        try {
            draft.replace();
        } catch (IOException e) {
            for (String name : moved) {
                if (Files.exists(draft.path().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(draft.path().resolve(name), directory.resolve(name));
                }
            }
            throw e;
        }
    }

    private static void fill(Path draft, List<RenderedFile> files) throws IOException {
        StringBuilder digests = new StringBuilder();
        for (RenderedFile file : files) {
            Path target = draft.resolve(file.path());
            Files.createDirectories(target.getParent());
            byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
            Files.write(target, bytes);
            if (file.executable()) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            digests.append(Sha256.of(bytes)).append("  ").append(file.path()).append('\n');
        }
        Files.writeString(draft.resolve(DIGESTS), digests);
    }

    private void requireOwn() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new PlanningException(directory + " is a file: expected a directory, which is written anew");
        }
        Map<String, String> there = new TreeMap<>();
        for (Path child : HostSettings.others(directory)) {
            try (Stream<Path> paths = Files.walk(child)) {
                for (Path path :
                        paths.filter(candidate -> !Files.isDirectory(candidate)).toList()) {
                    there.put(directory.relativize(path).toString().replace('\\', '/'), Sha256.of(path));
                }
            }
        }
        String digests = there.remove(DIGESTS);
        Map<String, String> written = digests == null ? Map.of() : written();
        List<String> changed = there.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(written.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!changed.isEmpty()) {
            int more = changed.size() - NAMED;
            throw new PlanningException(
                    directory + " holds what was not written by 'diffract plan render', or was changed since: "
                            + changed.stream().limit(NAMED).collect(Collectors.joining(", "))
                            + (more > 0 ? " and " + more + " more" : "") + "; --replace throws it away");
        }
    }

    private Map<String, String> written() throws IOException {
        return Files.readAllLines(directory.resolve(DIGESTS)).stream()
                .map(line -> line.split("  ", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (first, second) -> second));
    }
}
