package dev.diffract.builder.nvidia.tensorrt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A look at a library's header before it is loaded: the loader maps what the header promises, and a file that was cut short
 * takes the whole process down with it.
 */
final class SharedObject {

    private static final int HEADER = 64;
    private static final int MAGIC = 0x464c457f;
    private static final int SIXTY_FOUR_BITS = 2;
    private static final int X86_64 = 62;
    private static final int CLASS_AT = 4;
    private static final int MACHINE_AT = 18;
    private static final int SECTIONS_AT = 40;
    private static final int SECTION_SIZE_AT = 58;
    private static final int SECTION_COUNT_AT = 60;

    private SharedObject() {}

    /** Why the file cannot be loaded; empty if nothing speaks against it. */
    static Optional<String> objection(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEADER);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || header.getInt(0) != MAGIC || header.get(CLASS_AT) != SIXTY_FOUR_BITS) {
            return Optional.of("it is no shared library");
        }
        if (header.getShort(MACHINE_AT) != X86_64) {
            return Optional.of("it is for another processor than x86-64");
        }
        long end = header.getLong(SECTIONS_AT)
                + (long) Short.toUnsignedInt(header.getShort(SECTION_SIZE_AT))
                        * Short.toUnsignedInt(header.getShort(SECTION_COUNT_AT));
        long size = Files.size(file);
        return size < end ? Optional.of("it is cut short, with " + size + " of " + end + " bytes") : Optional.empty();
    }
}
