package dev.diffract.frontend.core.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the part to repaint starts from. */
public enum MaskedContent {
    /** The colours around it. */
    FILL("fill"),
    /** What is there. */
    ORIGINAL("original"),
    /** Noise in the place of latents. */
    LATENT_NOISE("latent noise"),
    /** Latents of zero. */
    LATENT_NOTHING("latent nothing");

    private final String label;

    MaskedContent(String label) {
        this.label = label;
    }

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in infotexts. */
    public String label() {
        return label;
    }

    public static Optional<MaskedContent> find(String id) {
        return Arrays.stream(values())
                .filter(content -> content.id().equals(id))
                .findFirst();
    }
}
