package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.FileFormat;
import java.util.Optional;

/** How a generation is told of. */
public enum Answer {
    /** Once, when all is done. */
    WHOLE,
    /** By events on the way. */
    EVENTS,
    /** By the PNG file of its one picture. */
    PNG_FILE,
    /** By the JPEG file of its one picture. */
    JPEG_FILE;

    /** What the one picture's file has to be; empty if it may be any. */
    public Optional<FileFormat> format() {
        return switch (this) {
            case PNG_FILE -> Optional.of(FileFormat.PNG);
            case JPEG_FILE -> Optional.of(FileFormat.JPEG);
            case WHOLE, EVENTS -> Optional.empty();
        };
    }
}
