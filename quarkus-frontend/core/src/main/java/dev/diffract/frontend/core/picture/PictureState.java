package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.repository.pipeline.ModelRole;

/**
 * How far a picture is: encoding → [encoding an image →] denoising → decoding → done. A hires fix goes back once: from
 * denoising to denoising, or from decoding over encoding an image. Immutable and free of side effects: the state says
 * which call to make next, and its answer makes the next state. A picture can be taken up again from any state, on any
 * instance, and comes out the same: to the bit from the same answers, which the same batches on the same engine give. Arrays are not to be changed.
 */
public sealed interface PictureState permits PictureState.Pending, Done {

    Picture picture();

    /** A state that waits for a call. */
    sealed interface Pending extends PictureState permits Encoding, EncodingImage, Denoising, Decoding {

        /** The role of the model {@link #next()} calls. */
        ModelRole role();

        /** The call to make. */
        InferenceCall next();

        /**
         * The state after the call.
         *
         * @throws IllegalArgumentException if the answer is not what was asked for
         * @throws dev.diffract.frontend.core.inference.NotFiniteException if a number of it, or of what is made of it, is none
         */
        PictureState accept(InferenceResult result);

        /** What it does, for people: {@code step 3/20}. */
        String label();
    }
}
