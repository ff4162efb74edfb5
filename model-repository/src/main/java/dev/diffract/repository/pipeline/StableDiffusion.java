package dev.diffract.repository.pipeline;

import static dev.diffract.repository.kserve.TensorType.BOOL;
import static dev.diffract.repository.kserve.TensorType.FP32;
import static dev.diffract.repository.kserve.TensorType.INT32;
import static dev.diffract.repository.kserve.TensorType.UINT8;
import static dev.diffract.repository.pipeline.Axis.CHUNK;
import static dev.diffract.repository.pipeline.Axis.CLIP_SIDE;
import static dev.diffract.repository.pipeline.Axis.COLOURS;
import static dev.diffract.repository.pipeline.Axis.HEIGHT;
import static dev.diffract.repository.pipeline.Axis.LATENT_CHANNELS;
import static dev.diffract.repository.pipeline.Axis.LATENT_HEIGHT;
import static dev.diffract.repository.pipeline.Axis.LATENT_WIDTH;
import static dev.diffract.repository.pipeline.Axis.MOMENTS;
import static dev.diffract.repository.pipeline.Axis.ONE;
import static dev.diffract.repository.pipeline.Axis.TEXT_WIDTH;
import static dev.diffract.repository.pipeline.Axis.TOKENS;
import static dev.diffract.repository.pipeline.Axis.WIDTH;
import static dev.diffract.repository.pipeline.ModelRole.DECODE_IMAGE;
import static dev.diffract.repository.pipeline.ModelRole.IMAGE_POST;
import static dev.diffract.repository.pipeline.ModelRole.SAFETY_CHECKER;
import static dev.diffract.repository.pipeline.ModelRole.TEXT_ENCODER;
import static dev.diffract.repository.pipeline.ModelRole.UNET;
import static dev.diffract.repository.pipeline.ModelRole.VAE_DECODER;
import static dev.diffract.repository.pipeline.ModelRole.VAE_ENCODER;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One text encoder, whose states are all that the UNet is conditioned on. Tensors are named as Optimum and diffusers export them. */
final class StableDiffusion implements ModelFamily {

    private static final TensorSpec LATENT =
            TensorSpec.of("latent_sample", FP32, LATENT_CHANNELS, LATENT_HEIGHT, LATENT_WIDTH);
    private static final TensorSpec PIXELS = TensorSpec.of("sample", FP32, COLOURS, HEIGHT, WIDTH);
    private static final TensorSpec IMAGE = TensorSpec.of("image", UINT8, HEIGHT, WIDTH, COLOURS);
    private static final TensorSpec FINITE = TensorSpec.of("finite", BOOL, ONE);
    private static final TensorSpec CLIP_INPUT = TensorSpec.of("clip_input", FP32, COLOURS, CLIP_SIDE, CLIP_SIDE);
    private static final String FLAGGED = "has_nsfw_concepts";

    private static final TextEncoderTensors TEXT_ENCODER_TENSORS = new TextEncoderTensors(
            TensorSpec.of("input_ids", INT32, CHUNK),
            TensorSpec.of("last_hidden_state", FP32, CHUNK, TEXT_WIDTH),
            "clip_skip_");
    private static final UnetTensors UNET_TENSORS = new UnetTensors(
            TensorSpec.of("sample", FP32, LATENT_CHANNELS, LATENT_HEIGHT, LATENT_WIDTH),
            TensorSpec.perSample("timestep", FP32),
            TensorSpec.of("encoder_hidden_states", FP32, TOKENS, TEXT_WIDTH),
            TensorSpec.of("out_sample", FP32, LATENT_CHANNELS, LATENT_HEIGHT, LATENT_WIDTH));
    private static final VaeDecoderTensors VAE_DECODER_TENSORS = new VaeDecoderTensors(LATENT, PIXELS);
    private static final VaeEncoderTensors VAE_ENCODER_TENSORS = new VaeEncoderTensors(
            PIXELS, TensorSpec.of("latent_parameters", FP32, MOMENTS, LATENT_HEIGHT, LATENT_WIDTH), LATENT);
    private static final ImagePostTensors IMAGE_POST_TENSORS = new ImagePostTensors(PIXELS, IMAGE, FINITE, CLIP_INPUT);
    private static final SafetyCheckerTensors SAFETY_CHECKER_TENSORS =
            new SafetyCheckerTensors(CLIP_INPUT, TensorSpec.perSample(FLAGGED, BOOL), "images");
    private static final DecodeImageTensors DECODE_IMAGE_TENSORS =
            new DecodeImageTensors(LATENT, IMAGE, FINITE, TensorSpec.of(FLAGGED, BOOL, ONE));

    /** As in version 1.5, but for the channels and the scale of latents, which all share. */
    private static final PipelineDefaults DEFAULTS = new PipelineDefaults(77, 4, 8, 0.18215, 512);

    @Override
    public String id() {
        return "stable-diffusion";
    }

    @Override
    public Set<ModelRole> needed() {
        return Collections.unmodifiableSet(EnumSet.of(TEXT_ENCODER, UNET, DECODE_IMAGE));
    }

    @Override
    public Set<ModelRole> optional() {
        return Collections.unmodifiableSet(EnumSet.of(VAE_ENCODER, SAFETY_CHECKER));
    }

    @Override
    public List<ModelRole> members() {
        return List.of(VAE_DECODER, IMAGE_POST);
    }

    @Override
    public Set<ModelRole> exported() {
        return Collections.unmodifiableSet(EnumSet.of(TEXT_ENCODER, UNET, VAE_DECODER, VAE_ENCODER));
    }

    @Override
    public PipelineDefaults defaults() {
        return DEFAULTS;
    }

    @Override
    public TextEncoderTensors textEncoder() {
        return TEXT_ENCODER_TENSORS;
    }

    @Override
    public UnetTensors unet() {
        return UNET_TENSORS;
    }

    @Override
    public VaeDecoderTensors vaeDecoder() {
        return VAE_DECODER_TENSORS;
    }

    @Override
    public VaeEncoderTensors vaeEncoder() {
        return VAE_ENCODER_TENSORS;
    }

    @Override
    public ImagePostTensors imagePost() {
        return IMAGE_POST_TENSORS;
    }

    @Override
    public SafetyCheckerTensors safetyChecker() {
        return SAFETY_CHECKER_TENSORS;
    }

    @Override
    public DecodeImageTensors decodeImage() {
        return DECODE_IMAGE_TENSORS;
    }

    @Override
    public String toString() {
        return id();
    }
}
