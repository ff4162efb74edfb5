package dev.diffract.frontend.core.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a prompt is to be read. A prompt without special characters means the same in all of them, up to one chunk. */
public enum PromptSyntax {

    /** AUTOMATIC1111's: {@code (word:1.3)}, {@code [word]}, {@code BREAK}, {@code [a:b:0.5]}, {@code [a|b]}. */
    A1111,

    /** Compel's: {@code word+}, {@code (words)1.3}. */
    COMPEL,

    /** Every character for itself, and only the first chunk: as the pipelines of diffusers do. */
    PLAIN;

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PromptSyntax> find(String label) {
        return Arrays.stream(values())
                .filter(syntax -> syntax.label().equalsIgnoreCase(label))
                .findFirst();
    }
}
