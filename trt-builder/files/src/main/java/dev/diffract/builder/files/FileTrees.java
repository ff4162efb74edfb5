package dev.diffract.builder.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories. */
public final class FileTrees {

    private FileTrees() {}

    /** Removes a directory with everything in it; nothing happens if it is not there. Links are removed, not followed. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path path : listing(root, Comparator.reverseOrder())) {
            Files.deleteIfExists(path);
        }
    }

    /** Waits until the disk has every file and every directory entry: a rename after that cannot publish less. */
    public static void force(Path root) throws IOException {
        for (Path path : listing(root, Comparator.reverseOrder())) {
            forceOne(path);
        }
    }

    /** Waits until the disk has one file's bytes, or one directory's entries. */
    public static void forceOne(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static List<Path> listing(Path root, Comparator<Path> order) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted(order).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
