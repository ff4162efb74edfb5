package dev.diffract.tests.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file of vectors, and how alike it must be when it is recorded again.
 *
 * @param path from the repository's root
 * @param tolerance the largest difference of two numbers of magnitude 1 or less, above that in proportion; of two values of a picture,
 *     whatever they are, in steps of 255; 0 is equality to the bit. Whole numbers in JSON are to be equal in any case
 * @param reason why equality to the bit cannot be asked; empty where it is
 * @param beyond what may differ by more, where last bits are magnified; {@code null} for nothing
 * @param floats names of JSON texts that are arrays of numbers in base64
 */
record RecordedFile(
        String path, FileKind kind, double tolerance, String reason, Beyond beyond, Map<String, FloatFormat> floats) {

    /**
     * Numbers beyond the tolerance: what another kind of processor may make of a run that magnifies last bits.
     *
     * @param share of all numbers of the file, of a picture of the values that are not the same, above 0, less than 1
     * @param most by which none may differ, above the tolerance, in the same measure
     */
    record Beyond(double share, double most) {}

    RecordedFile {
        reason = reason == null ? "" : reason;
        floats = floats == null ? Map.of() : Map.copyOf(floats);
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Compares what two trees hold of this file.
     *
     * @throws UncheckedIOException if one of them cannot be read
     */
    Differences compare(Path committed, Path fresh) {
        Differences differences = new Differences(path, tolerance, Optional.ofNullable(beyond));
        try {
            kind.compare(
                    Files.readAllBytes(committed.resolve(path)),
                    Files.readAllBytes(fresh.resolve(path)),
                    this,
                    differences);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return differences;
    }
}
