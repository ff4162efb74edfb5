package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.port.InferenceCall;
import dev.diffract.frontend.core.port.InferenceResult;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.ModelRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How far a picture is: encoding → denoising → decoding → done. Immutable and free of side effects: the state says which
 * call to make next, and its answer makes the next state. A picture can be taken up again from any state, on any
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
     * Prompts are turned into text states, one call each, so that each can be kept for other pictures.
     *
     * @param encoded text states of the prompts done
     */
    record Encoding(Picture picture, List<float[]> encoded) implements Pending {

        private static final String OUTPUT = "last_hidden_state";

        public Encoding {
            encoded = List.copyOf(encoded);
        }

        /** The prompt of the next call. */
        public String prompt() {
            return picture.prompts().get(encoded.size());
        }

        @Override
        public ModelRole role() {
            return ModelRole.TEXT_ENCODER;
        }

        @Override
        public InferenceCall next() {
            long[] ids = picture.plan().model().tokenizer().encode(prompt()).ids();
            Tensor input = Tensor.ofLongs("input_ids", TensorType.INT64, new long[] {1, ids.length}, ids);
            return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
        }

        /** The text states in an answer. */
        public float[] read(InferenceResult result) {
            return Answers.floats(
                    result,
                    OUTPUT,
                    1,
                    picture.pipeline().textLength(),
                    picture.pipeline().textWidth());
        }

        /** The state after the next prompt's text states are known, from a call or from before. */
        public PictureState encoded(float[] textStates) {
            List<float[]> all = new ArrayList<>(encoded);
            all.add(textStates);
            return all.size() < picture.rows()
                    ? new Encoding(picture, all)
                    : new Denoising(picture, all, picture.noise());
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
     * @param conditioning text states: unconditional and conditional, or only the latter
     * @param sampler where the sampler is
     */
    record Denoising(Picture picture, List<float[]> conditioning, SamplerState sampler) implements Pending {

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
            float[] sample = picture.sampler().modelInput(sampler);
            float[] timesteps = new float[rows];
            Arrays.fill(timesteps, picture.sampler().timestep(sampler.call()));
            long[] textShape = {
                rows, picture.pipeline().textLength(), picture.pipeline().textWidth()
            };
            return new InferenceCall(
                    picture.served(role()),
                    List.of(
                            floats("sample", picture.latentShape(rows), repeated(sample, rows)),
                            floats("timestep", new long[] {rows, 1}, timesteps),
                            floats("encoder_hidden_states", textShape, joined(conditioning))),
                    List.of(OUTPUT));
        }

        @Override
        public PictureState accept(InferenceResult result) {
            float[] rows = Answers.floats(result, OUTPUT, picture.latentShape(picture.rows()));
            float[] output = picture.plan().guided()
                    ? Guidance.combine(rows, picture.plan().guidance())
                    : rows;
            SamplerState next = picture.sampler().advance(sampler, output);
            return picture.sampler().isDone(next)
                    ? new Decoding(picture, next.latents())
                    : new Denoising(picture, conditioning, next);
        }

        @Override
        public String label() {
            return "step " + (sampler.call() + 1) + "/" + picture.sampler().calls();
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
     * @param latents the sampler's last
     */
    record Decoding(Picture picture, float[] latents) implements Pending {

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
            Tensor input = Tensor.ofFloats("latent_sample", TensorType.FP32, picture.latentShape(1), scaled);
            return new InferenceCall(picture.served(role()), List.of(input), List.of(OUTPUT));
        }

        @Override
        public PictureState accept(InferenceResult result) {
            return new Done(
                    picture,
                    Answers.bytes(
                            result,
                            OUTPUT,
                            1,
                            picture.plan().height(),
                            picture.plan().width(),
                            3));
        }

        @Override
        public String label() {
            return "image";
        }
    }

    /**
     * @param rgb height rows of width pixels of three bytes, red first
     */
    record Done(Picture picture, byte[] rgb) implements PictureState {}
}
