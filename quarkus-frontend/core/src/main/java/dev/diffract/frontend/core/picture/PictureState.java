package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.text.TokenChunk;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How far a picture is: encoding → [encoding an image →] denoising → decoding → done. A hires fix goes back once: from
 * denoising to denoising, or from decoding over encoding an image. Immutable and free of side effects: the state says
 * which call to make next, and its answer makes the next state. A picture can be taken up again from any state, on any
 * instance, and comes out the same. Arrays are not to be changed.
 */
public sealed interface PictureState {

    Picture picture();

    /** A state that waits for a call. */
    sealed interface Pending extends PictureState {

        /** The role of the model {@link #next()} calls. */
        ModelRole role();

        /** The call to make. */
        InferenceCall next();

        /**
         * The state after the call.
         *
         * @throws IllegalArgumentException if the answer is not what was asked for
         */
        PictureState accept(InferenceResult result);

        /** What it does, for people: {@code step 3/20}. */
        String label();
    }

    /**
     * Prompts are turned into text states, a chunk at a time, so that each can be kept for other pictures.
     *
     * @param encoded text states of the chunks done
     */
    record Encoding(Picture picture, List<float[]> encoded) implements Pending {

        public Encoding {
            encoded = List.copyOf(encoded);
        }

        /** The layer of the text encoder that counts, by the name of its output. */
        public String output() {
            return picture.pipeline().textStates(picture.plan().prompts().clipSkip());
        }

        /** What the next call encodes. */
        public TokenChunk chunk() {
            return picture.chunks().get(encoded.size());
        }

        @Override
        public ModelRole role() {
            return ModelRole.TEXT_ENCODER;
        }

        @Override
        public InferenceCall next() {
            long[] ids = chunk().ids();
            Tensor input = Tensor.ofLongs("input_ids", TensorType.INT64, new long[] {1, ids.length}, ids);
            return new InferenceCall(picture.served(role()), List.of(input), List.of(output()));
        }

        /** The text states in an answer. */
        public float[] read(InferenceResult result) {
            return Answers.floats(
                    result,
                    output(),
                    1,
                    picture.pipeline().textLength(),
                    picture.pipeline().textWidth());
        }

        /** The state after the next chunk's text states are known, from a call or from before. */
        public PictureState encoded(float[] textStates) {
            List<float[]> all = new ArrayList<>(encoded);
            all.add(textStates);
            return all.size() < picture.chunks().size() ? new Encoding(picture, all) : Passage.begin(picture, all);
        }

        @Override
        public PictureState accept(InferenceResult result) {
            return encoded(read(result));
        }

        @Override
        public String label() {
            return "text";
        }
    }

    /**
     * A picture to start from is turned into latents.
     *
     * @param pass that will start from it
     * @param image of the pass's size
     */
    record EncodingImage(Picture picture, List<float[]> conditioning, int pass, Raster image) implements Pending {

        private static final String OUTPUT = "latent_parameters";

        public EncodingImage {
            conditioning = List.copyOf(conditioning);
        }

        @Override
        public ModelRole role() {
            return ModelRole.VAE_ENCODER;
        }

        @Override
        public InferenceCall next() {
            long[] shape = {1, image.channels(), image.height(), image.width()};
            Tensor input = Tensor.ofFloats("sample", TensorType.FP32, shape, image.planes());
            return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
        }

        @Override
        public PictureState accept(InferenceResult result) {
            long[] shape = picture.latentShape(pass, 1);
            float[] parameters = Answers.floats(result, OUTPUT, 1, 2 * shape[1], shape[2], shape[3]);
            return Passage.fromImage(picture, conditioning, pass, parameters);
        }

        @Override
        public String label() {
            return "source";
        }
    }

    /**
     * @param conditioning text states of the picture's chunks
     * @param pass which of the picture's, from 0
     * @param sampler where the pass's sampler is
     * @param blend if only a part is repainted
     */
    record Denoising(Picture picture, List<float[]> conditioning, int pass, SamplerState sampler, Optional<Blend> blend)
            implements Pending {

        private static final String OUTPUT = "out_sample";

        public Denoising {
            conditioning = List.copyOf(conditioning);
        }

        @Override
        public ModelRole role() {
            return ModelRole.UNET;
        }

        @Override
        public InferenceCall next() {
            int rows = picture.rows();
            float[] sample = ofPass().modelInput(sampler);
            float[] timesteps = new float[rows];
            Arrays.fill(timesteps, ofPass().timestep(sampler.call()));
            List<float[]> text = picture.textStates(conditioning, pass, sampler.call());
            int width = picture.pipeline().textWidth();
            long[] textShape = {rows, text.get(0).length / width, width};
            return new InferenceCall(
                    picture.served(role()),
                    List.of(
                            floats("sample", picture.latentShape(pass, rows), repeated(sample, rows)),
                            floats("timestep", new long[] {rows, 1}, timesteps),
                            floats("encoder_hidden_states", textShape, joined(text))),
                    List.of(OUTPUT));
        }

        /** The model's output, guided. */
        public float[] read(InferenceResult result) {
            float[] rows = Answers.floats(result, OUTPUT, picture.latentShape(pass, picture.rows()));
            return picture.plan().guided()
                    ? Guidance.combine(
                            rows, picture.plan().guidance(), picture.plan().guidanceRescale())
                    : rows;
        }

        @Override
        public PictureState accept(InferenceResult result) {
            return advanced(read(result));
        }

        /** The state after the model's output is known. */
        public PictureState advanced(float[] output) {
            SamplerState advanced = ofPass().advance(sampler, output);
            SamplerState next =
                    blend.map(kept -> kept.apply(ofPass(), advanced)).orElse(advanced);
            return ofPass().isDone(next)
                    ? Passage.denoised(picture, conditioning, pass, next.latents())
                    : new Denoising(picture, conditioning, pass, next, blend);
        }

        /**
         * What the picture will be, as far as the model's output tells; empty if nobody asked to see it after this step, or
         * the picture itself is next.
         */
        public Optional<Preview> preview(float[] output) {
            int every = picture.plan().previewEvery();
            if (every == 0 || step() % every != 0 || step() == picture.calls()) {
                return Optional.empty();
            }
            long[] shape = picture.latentShape(pass, 1);
            return picture.plan()
                    .model()
                    .previews()
                    .map(factors -> new Preview(
                            picture.index(),
                            step(),
                            (int) shape[3],
                            (int) shape[2],
                            ofPass().picture(sampler, output),
                            factors));
        }

        /** The model call to make, counted over all passes from 1. */
        public int step() {
            return picture.callsBefore(pass) + sampler.call() + 1;
        }

        @Override
        public String label() {
            return "step " + step() + "/" + picture.calls();
        }

        private Sampler ofPass() {
            return picture.passes().get(pass).sampler().orElseThrow();
        }

        private static Tensor floats(String name, long[] shape, float[] values) {
            return Tensor.ofFloats(name, TensorType.FP32, shape, values);
        }

        private static float[] repeated(float[] values, int times) {
            return joined(Collections.nCopies(times, values));
        }

        private static float[] joined(List<float[]> rows) {
            int length = rows.get(0).length;
            float[] all = new float[rows.size() * length];
            for (int row = 0; row < rows.size(); row++) {
                System.arraycopy(rows.get(row), 0, all, row * length, length);
            }
            return all;
        }
    }

    /**
     * @param conditioning for the pass after this one, if there is one
     * @param pass that made the latents
     * @param latents the sampler's last
     */
    record Decoding(Picture picture, List<float[]> conditioning, int pass, float[] latents) implements Pending {

        private static final String OUTPUT = "image";

        @Override
        public ModelRole role() {
            return ModelRole.DECODE_IMAGE;
        }

        @Override
        public InferenceCall next() {
            float scalingFactor = (float) picture.pipeline().scalingFactor();
            float[] scaled = new float[latents.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = latents[i] / scalingFactor;
            }
            Tensor input = Tensor.ofFloats("latent_sample", TensorType.FP32, picture.latentShape(pass, 1), scaled);
            return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
        }

        @Override
        public PictureState accept(InferenceResult result) {
            Pass made = picture.passes().get(pass);
            byte[] rgb = Answers.bytes(result, OUTPUT, 1, made.height(), made.width(), 3);
            return Passage.decoded(picture, conditioning, pass, Raster.rgb(made.width(), made.height(), rgb));
        }

        @Override
        public String label() {
            return "image";
        }
    }

    /**
     * @param image the finished picture
     */
    record Done(Picture picture, Raster image) implements PictureState {}
}
