package dev.diffract.repository.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What can be wrong with a file that people bring before anybody looks at what is in it. */
public final class InputFiles {

    private static final byte[] POINTER =
            "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII);

    /** Pointers are shorter, and the files they stand for longer. */
    private static final int LONGEST_POINTER = 1024;

    private InputFiles() {}

    /**
     * Why a file cannot be read, as the end of a sentence that begins with it; empty if it can. Nothing that would wait for
     * a writer, as a pipe, is opened.
     *
     * @throws IOException if it is a file and cannot be opened
     */
    public static Optional<String> objection(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return isPointer(file)
                    ? Optional.of(
                            "is a Git LFS pointer and not the file itself: 'git lfs pull' in the model's folder gets it")
                    : Optional.empty();
        }
        if (Files.isDirectory(file)) {
            return Optional.of("is a directory, expected a file");
        }
        if (Files.exists(file)) {
            return Optional.of("is no regular file but a pipe, a socket or a device: expected a file");
        }
        return Optional.of(
                Files.isSymbolicLink(file)
                        ? "is a link to nowhere, or to itself: put the file in its place"
                        : "does not exist");
    }

    private static boolean isPointer(Path file) throws IOException {
        if (Files.size(file) > LONGEST_POINTER) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(POINTER.length), POINTER);
        }
    }
}
