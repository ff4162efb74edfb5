package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Lanczos;
import dev.diffract.frontend.core.imaging.Masks;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.text.TextStates;
import java.util.List;
import java.util.Optional;

/**
 * Where a picture goes from one kind of state to the next. Every pass draws from a fresh generator of the picture's seed:
 * first what the image encoder leaves to chance, then the noise, then what the sampler needs, in the order of diffusers. In
 * AUTOMATIC1111 the first draw is the noise, and what the encoder leaves to chance comes from no seed at all: the mean is taken.
 */
final class Passage {

    private Passage() {}

    /** The prompts are encoded. */
    static PictureState begin(Picture picture, TextStates conditioning) {
        return picture.plan()
                .source()
                .<PictureState>map(source -> new EncodingImage(picture, conditioning, 0, source.image()))
                .orElseGet(() -> new Denoising(picture, conditioning, 0, picture.noise(), Optional.empty()));
    }

    /** A picture is encoded. */
    static PictureState fromImage(Picture picture, TextStates conditioning, int pass, float[] parameters) {
        float scalingFactor = (float) picture.numbers().scalingFactor();
        if (picture.plan().beginsOriginally()) {
            float[] latents = Latents.drawn(parameters, new float[parameters.length / 2], scalingFactor);
            return fromLatents(picture, conditioning, pass, latents, picture.generator());
        }
        TorchGenerator.Draw draw = picture.generator().normal(parameters.length / 2);
        float[] latents = Latents.drawn(parameters, draw.values(), scalingFactor);
        return fromLatents(picture, conditioning, pass, latents, draw.next());
    }

    /** A pass has made its last call. */
    static PictureState denoised(Picture picture, TextStates conditioning, int pass, float[] latents) {
        if (picture.isLast(pass) || picture.upscaler() == Upscaler.PIXEL) {
            return new Decoding(picture, conditioning, pass, latents);
        }
        float[] larger = Latents.resized(latents, picture.latentShape(pass), picture.latentShape(pass + 1));
        return fromLatents(picture, conditioning, pass + 1, larger, picture.generator());
    }

    /** A picture is decoded. */
    static PictureState decoded(
            Picture picture, TextStates conditioning, int pass, Raster image, Optional<Boolean> flagged) {
        if (picture.isLast(pass)) {
            return new Done(
                    picture,
                    picture.inpainting()
                            .map(inpainting -> inpainting.finished(image))
                            .orElse(image),
                    flagged);
        }
        Pass next = picture.passes().get(pass + 1);
        return new EncodingImage(picture, conditioning, pass + 1, Lanczos.resize(image, next.width(), next.height()));
    }

    private static PictureState fromLatents(
            Picture picture, TextStates conditioning, int pass, float[] latents, TorchGenerator generator) {
        Optional<Sampler> sampler = picture.passes().get(pass).sampler();
        if (sampler.isEmpty()) {
            return denoised(picture, conditioning, pass, latents);
        }
        TorchGenerator.Draw noise = picture.varied(pass, generator).normal(latents.length);
        if (picture.inpainting().isPresent()) {
            return repainting(picture, conditioning, sampler.get(), latents, noise);
        }
        float[] noisy = sampler.get().noised(latents, noise.values(), 0);
        SamplerState state = new SamplerState(0, noisy, List.of(), noise.next());
        return new Denoising(picture, conditioning, pass, state, Optional.empty());
    }

    private static PictureState repainting(
            Picture picture, TextStates conditioning, Sampler sampler, float[] latents, TorchGenerator.Draw noise) {
        Inpainting inpainting = picture.inpainting().orElseThrow();
        float[] mask = Masks.latents(inpainting.mask(), picture.numbers().vaeScale());
        float[] original = Latents.masked(latents, mask, inpainting.content(), noise.values());
        float[] noisy = picture.plan().source().orElseThrow().strength() == 1
                ? scaled(noise.values(), sampler.initialScale())
                : sampler.noised(original, noise.values(), 0);
        // diffusers encodes the masked picture too, for models of nine input channels, and its noise is drawn with
        // ours.
        TorchGenerator generator = noise.next().normal(latents.length).next();
        return new Denoising(
                picture,
                conditioning,
                0,
                new SamplerState(0, noisy, List.of(), generator),
                Optional.of(new Blend(mask, original, noise.values())));
    }

    private static float[] scaled(float[] noise, float scale) {
        float[] scaled = new float[noise.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = noise[i] * scale;
        }
        return scaled;
    }
}
