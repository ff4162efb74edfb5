package dev.diffract.builder.planning.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text of a plan file. */
final class PlanText {

    /** A plan of a hundred cards has some ten thousand characters. */
    private static final long MAX_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PlanText() {}

    /** @throws PlanException if the file cannot be read as text, or is too large to be a plan */
    static String read(Path file) {
        if (!Files.exists(file)) {
            throw wrong(file, "does not exist: expected a plan file");
        }
        if (Files.isDirectory(file)) {
            throw wrong(file, "is a directory: expected a plan file, such as diffract.yaml in it");
        }
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw wrong(file, "has " + size + " bytes: expected a plan file, which has at most " + MAX_BYTES);
            }
            // A device or a pipe says 0 and goes on for ever.
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes((int) MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw wrong(file, "has more than " + MAX_BYTES + " bytes: expected a plan file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong(file, "is no text in UTF-8: expected a plan file");
        } catch (AccessDeniedException e) {
            throw wrong(file, "may not be read: give this user permission to");
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + e.getMessage());
        }
    }

    private static PlanException wrong(Path file, String sentence) {
        return new PlanException(file, List.of(Finding.ofFile(sentence)));
    }
}
