package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.imaging.RasterCodec;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.SamplerStateCodec;
import dev.diffract.frontend.core.text.TextStates;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import java.util.List;
import java.util.Optional;

/** A {@link PictureState} without its picture as bytes and back. */
final class StateCodec {

    private StateCodec() {}

    private enum Stage {
        ENCODING,
        ENCODING_IMAGE,
        DENOISING,
        DECODING,
        DONE
    }

    static void write(PictureState state, ByteWriter to) {
        if (state instanceof Encoding encoding) {
            to.choice(Stage.ENCODING).list(encoding.encoded(), row -> to.reals(row.values()));
        } else if (state instanceof EncodingImage encoding) {
            to.choice(Stage.ENCODING_IMAGE)
                    .list(encoding.conditioning().all(), row -> to.reals(row.values()))
                    .whole(encoding.pass())
                    .optional(ownImage(encoding), image -> RasterCodec.write(image, to));
        } else if (state instanceof Denoising denoising) {
            to.choice(Stage.DENOISING)
                    .list(denoising.conditioning().all(), row -> to.reals(row.values()))
                    .whole(denoising.pass())
                    .bytes(SamplerStateCodec.encode(denoising.sampler()))
                    .optional(
                            denoising.blend(),
                            blend -> to.reals(blend.mask())
                                    .reals(blend.original())
                                    .reals(blend.noise()))
                    .optional(denoising.unconditional(), to::reals);
        } else if (state instanceof Decoding decoding) {
            to.choice(Stage.DECODING)
                    .list(decoding.conditioning().all(), row -> to.reals(row.values()))
                    .whole(decoding.pass())
                    .reals(decoding.latents());
        } else if (state instanceof Done done) {
            to.choice(Stage.DONE);
            RasterCodec.write(done.image(), to);
            to.optional(done.flagged(), to::flag);
        }
    }

    /**
     * @throws IllegalArgumentException if {@link #write} did not make what comes next, or it does not fit the picture
     */
    static PictureState read(ByteReader from, Picture picture) {
        return switch (from.choice(Stage.values())) {
            case ENCODING -> encoding(from, picture);
            case ENCODING_IMAGE -> encodingImage(from, picture);
            case DENOISING -> denoising(from, picture);
            case DECODING -> {
                TextStates conditioning = conditioning(from, picture);
                int pass = pass(from, picture);
                yield new Decoding(picture, conditioning, pass, latents(from, from.reals(), picture, pass));
            }
            case DONE -> new Done(picture, RasterCodec.read(from), from.optional(from::flag));
        };
    }

    /** The plan has the image that the first pass starts from. */
    private static Optional<Raster> ownImage(EncodingImage encoding) {
        return Optional.of(encoding.image()).filter(image -> encoding.pass() > 0);
    }

    private static Encoding encoding(ByteReader from, Picture picture) {
        List<FloatRow> encoded = from.list(() -> new FloatRow(from.reals()));
        if (encoded.size() >= picture.chunks().size()) {
            throw from.broken("has " + encoded.size() + " chunks of prompts encoded and more to encode, of "
                    + picture.chunks().size());
        }
        return new Encoding(picture, encoded);
    }

    private static EncodingImage encodingImage(ByteReader from, Picture picture) {
        TextStates conditioning = conditioning(from, picture);
        int pass = pass(from, picture);
        Raster image = from.optional(() -> RasterCodec.read(from))
                .or(() -> picture.plan().source().map(Source::image))
                .orElseThrow(() -> from.broken("has no image to encode, nor has the plan"));
        Pass next = picture.passes().get(pass);
        if (!image.hasSize(next.width(), next.height())) {
            throw from.broken("has an image of " + image + " for a pass of " + next.width() + "x" + next.height());
        }
        return new EncodingImage(picture, conditioning, pass, image);
    }

    private static Denoising denoising(ByteReader from, Picture picture) {
        TextStates conditioning = conditioning(from, picture);
        int pass = pass(from, picture);
        SamplerState state = SamplerStateCodec.decode(from.bytes());
        latents(from, state.latents(), picture, pass);
        Sampler sampler =
                picture.passes().get(pass).sampler().orElseThrow(() -> from.broken("is in a pass that has no step"));
        if (!sampler.takes(state)) {
            throw from.broken("is at call " + state.call() + " of " + sampler.calls());
        }
        Optional<Blend> blend = from.optional(() -> blend(from, state));
        Optional<float[]> unconditional = from.optional(from::reals);
        if (unconditional.isPresent() && !picture.apart(pass)) {
            throw from.broken("has an answer to one row where all rows go together");
        }
        unconditional.ifPresent(row -> latents(from, row, picture, pass));
        return new Denoising(picture, conditioning, pass, state, blend, unconditional);
    }

    private static Blend blend(ByteReader from, SamplerState state) {
        Blend blend = new Blend(from.reals(), from.reals(), from.reals());
        int length = state.latents().length;
        if (blend.original().length != length
                || blend.noise().length != length
                || blend.mask().length == 0
                || length % blend.mask().length != 0) {
            throw from.broken("keeps other latents than it draws");
        }
        return blend;
    }

    /** Text states of all of the plan's chunks. */
    private static TextStates conditioning(ByteReader from, Picture picture) {
        List<FloatRow> conditioning = from.list(() -> new FloatRow(from.reals()));
        if (conditioning.size() != picture.chunks().size()) {
            throw from.broken("has text states of " + conditioning.size() + " chunks, and the plan has "
                    + picture.chunks().size());
        }
        int length = picture.numbers().textLength() * picture.numbers().textWidth();
        if (conditioning.stream().anyMatch(states -> states.values().length != length)) {
            throw from.broken("has text states of other lengths than " + length);
        }
        return picture.plan().prompts().textStates(conditioning);
    }

    private static int pass(ByteReader from, Picture picture) {
        return from.whole(0, picture.passes().size() - 1);
    }

    private static float[] latents(ByteReader from, float[] latents, Picture picture, int pass) {
        long expected = Tensor.elementCount(picture.latentShape(pass));
        if (latents.length != expected) {
            throw from.broken("has latents of " + latents.length + " values where a pass has " + expected);
        }
        return latents;
    }
}
