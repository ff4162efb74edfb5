package dev.diffract.repository.layout;

import java.util.Arrays;

/** What a served model is for. Its name on the server may carry a prefix; its role does not. */
public enum ModelRole {
    /** input_ids INT32 [77] → last_hidden_state [77, D], and its like for earlier layers: clip_skip_2 … clip_skip_N. */
    TEXT_ENCODER("text_encoder"),
    /** sample [4, h, w], timestep [1], encoder_hidden_states [n·77, D] → out_sample [4, h, w]. */
    UNET("unet"),
    /** latent_sample [4, h, w], already divided by the scaling factor → sample [3, 8h, 8w] in about [-1, 1]. */
    VAE_DECODER("vae_decoder"),
    /** sample [3, H, W] in [-1, 1] → latent_parameters [8, H/8, W/8]: mean, then log-variance. */
    VAE_ENCODER("vae_encoder"),
    /** sample [3, H, W] → image UINT8 [H, W, 3], and clip_input [3, 224, 224] where there is a safety checker. */
    IMAGE_POST("image_post"),
    /** clip_input [3, 224, 224] → has_nsfw_concepts BOOL [1]. */
    SAFETY_CHECKER("safety_checker"),
    /** The ensemble: latent_sample [4, h, w] → image UINT8 [8h, 8w, 3], and has_nsfw_concepts. */
    DECODE_IMAGE("decode_image");

    private final String id;

    ModelRole(String id) {
        this.id = id;
    }

    /** The role's name in the manifest, in source folders, and (without a prefix) on the server. */
    public String id() {
        return id;
    }

    /**
     * @throws ManifestException if there is no such role
     */
    public static ModelRole ofId(String id) {
        return Arrays.stream(values())
                .filter(role -> role.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ManifestException("unknown model role '" + id + "'"));
    }
}
