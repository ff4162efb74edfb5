package dev.diffract.repository.pipeline;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a served model is for. Its name on the server carries the model and the checkpoint's digest, too; its role does not. What a role takes and gives is
 * the family of models to say.
 */
public enum ModelRole {
    /** Tokens to text states. */
    TEXT_ENCODER("text_encoder"),
    /** A step of denoising: noisy latents, time and text states to the noise in them. */
    UNET("unet"),
    /** Latents, already divided by the scaling factor, to pixels. */
    VAE_DECODER("vae_decoder"),
    /** Pixels to the mean and log-variance of latents. */
    VAE_ENCODER("vae_encoder"),
    /** Pixels to bytes, and to what the safety checker looks at where there is one. */
    IMAGE_POST("image_post"),
    /** Whether a picture should be shown. */
    SAFETY_CHECKER("safety_checker"),
    /** The ensemble of {@link #VAE_DECODER}, {@link #IMAGE_POST} and {@link #SAFETY_CHECKER}: latents to bytes. */
    DECODE_IMAGE("decode_image");

    private final String id;

    ModelRole(String id) {
        this.id = id;
    }

    /** The role's name in the manifest and in source folders, and the end of the model's name on the server. */
    public String id() {
        return id;
    }

    /**
     * @throws IllegalArgumentException if there is no such role; the message has those there are
     */
    public static ModelRole ofId(String id) {
        return Arrays.stream(values())
                .filter(role -> role.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown model role '" + id + "', expected one of "
                        + Arrays.stream(values()).map(ModelRole::id).collect(Collectors.joining(", "))));
    }
}
