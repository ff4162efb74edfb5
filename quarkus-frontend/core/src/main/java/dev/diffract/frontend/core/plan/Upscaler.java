package dev.diffract.frontend.core.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is enlarged between the two passes of a hires fix. */
public enum Upscaler {
    /** The latents, bilinearly: AUTOMATIC1111's "Latent". Wants a strength of a half and more. */
    LATENT("Latent"),
    /** The decoded picture, with Lanczos' filter; it is encoded again. */
    PIXEL("Lanczos");

    private final String label;

    Upscaler(String label) {
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

    public static Optional<Upscaler> find(String id) {
        return Arrays.stream(values())
                .filter(upscaler -> upscaler.id().equals(id))
                .findFirst();
    }
}
