package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecordFile;
import dev.diffract.repository.layout.ManifestException;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Engine files that were built for one slice with one TensorRT, by key: {@code <root>/.engines/<gpu>/<profile>/<tensorrt>}. An engine in it and the same engine in a
 * published repository are one file where the file system has hard links. The timing cache lies beside them and belongs to this slice and TensorRT alone.
 */
public final class EngineCache {

    private static final String ENGINES = ".engines";
    private static final String TIMING_CACHE = "timing.cache";
    private static final String RECORD = "engine.json";

    private final Path directory;

    /**
     * @param root the plan's repositories
     */
    public EngineCache(Path root, Slice slice, Toolchain toolchain) {
        this.directory = root.resolve(ENGINES)
                .resolve(slice.gpu().name())
                .resolve(slice.profile().name())
                .resolve(toolchain.tensorrt());
    }

    /** Where the timing cache is, or will be; the directory exists. */
    Path timingCache() throws IOException {
        return Files.createDirectories(directory).resolve(TIMING_CACHE);
    }

    /**
     * Puts the engine of this key where it is wanted.
     *
     * @param target does not exist yet
     * @return how it was built; empty if there is none, or it is damaged
     */
    Optional<EngineRecord> fetch(String key, Path target) throws IOException {
        Path entry = directory.resolve(key);
        Path kept = entry.resolve(EngineConfigs.ENGINE_FILE);
        if (!Files.isDirectory(entry)) {
            return Optional.empty();
        }
        try {
            EngineRecordFile file = EngineRecordFile.read(entry.resolve(RECORD));
            if (file.engine().key().equals(key) && Sha256.of(kept).equals(file.sha256())) {
                link(kept, target);
                return Optional.of(file.engine());
            }
        } catch (ManifestException | NoSuchFileException e) {
            // Built again, as if it were not there.
        }
        FileTrees.delete(entry);
        return Optional.empty();
    }

    /** Remembers an engine file, which is not written again. */
    void keep(EngineRecord engine, Path file) throws IOException {
        Path entry = directory.resolve(engine.key());
        try (AtomicDirectory fresh = AtomicDirectory.open(entry)) {
            link(file, fresh.path().resolve(EngineConfigs.ENGINE_FILE));
            Files.writeString(fresh.path().resolve(RECORD), new EngineRecordFile(Sha256.of(file), engine).print());
            fresh.settle();
            publish(fresh, entry);
        }
    }

    private static void publish(AtomicDirectory fresh, Path entry) throws IOException {
        try {
            fresh.publish();
        } catch (FileSystemException e) {
            if (!Files.isDirectory(entry)) {
                throw e;
            }
            // Another build was faster, and its engine is as good.
        }
    }

    /**
     * Removes the engines for one kind of slice that no published version has, of whatever TensorRT, and what killed builds left.
     *
     * @param root the plan's repositories
     * @return how many are gone
     */
    public static int prune(Path root, String gpu, String profile) throws IOException {
        Path slices = root.resolve(ENGINES).resolve(gpu).resolve(profile);
        Set<String> used = keys(root, gpu, profile);
        int gone = 0;
        for (Path toolchain : directories(slices)) {
            for (Path entry : directories(toolchain)) {
                if (!used.contains(entry.getFileName().toString())) {
                    FileTrees.delete(entry);
                    gone++;
                }
            }
        }
        return gone;
    }

    /** Of the engines in every version of every model for such slices. */
    private static Set<String> keys(Path root, String gpu, String profile) throws IOException {
        Set<String> keys = new HashSet<>();
        for (Path model : directories(root)) {
            for (Version version :
                    VersionedRepository.at(model.resolve(gpu).resolve(profile)).versions()) {
                try {
                    ManifestFile.read(new RepositoryPaths(version.directory()).manifest()).models().stream()
                            .flatMap(served -> served.engine().stream())
                            .map(EngineRecord::key)
                            .forEach(keys::add);
                } catch (ManifestException e) {
                    // A damaged version keeps nothing.
                }
            }
        }
        return keys;
    }

    private static List<Path> directories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(from, to);
        }
    }
}
