package dev.diffract.frontend.core.plan;

import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of files that pictures are written into. */
public enum FileFormat {
    /** Every pixel as it was drawn. */
    PNG("png"),
    /** A part of the size, and pixels that look alike. */
    JPEG("jpeg");

    private final String id;

    FileFormat(String id) {
        this.id = id;
    }

    /** How users say it. */
    public String id() {
        return id;
    }

    public static Optional<FileFormat> find(String id) {
        return Stream.of(values()).filter(one -> one.id.equals(id)).findFirst();
    }
}
