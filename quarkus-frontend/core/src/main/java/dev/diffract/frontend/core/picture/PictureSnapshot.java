package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.codec.Envelope;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.List;
import java.util.Optional;

/**
 * How far a picture is, to go on from there at any time and on any machine, to the same picture: to the bit if its calls run in
 * the same batches on the same engine, else mostly to 1 of 255 levels. Holding one costs nothing: it is the state itself. As bytes it has all that the plan does not say: the stage and the pass, latents and what the sampler
 * remembers, the generator, what an inpainting keeps, and the text states. Those could be computed again from the plan's
 * tokens, but not to the bit by an encoder of another MIG profile.
 *
 * @param instances names of the instances that took part so far, in the order of their first call
 * @param engines digest of the engines that began with it and have to go on, if it is to be the same to the bit each time
 */
public record PictureSnapshot(PictureState state, List<String> instances, Optional<String> engines) {

    /** One more with every change of the bytes or of what they mean: an older one is refused, since it would be misread. */
    private static final Envelope ENVELOPE = new Envelope("DfPs", 3, "a picture's snapshot");

    public PictureSnapshot {
        instances = List.copyOf(instances);
    }

    /** Of a picture that any engines may go on with. */
    public PictureSnapshot(PictureState state, List<String> instances) {
        this(state, instances, Optional.empty());
    }

    /**
     * Of a picture that nothing was done for yet.
     *
     * @param engines digest of the engines that are to draw it; empty if any may
     */
    public static PictureSnapshot begin(Picture picture, Optional<String> engines) {
        return new PictureSnapshot(picture.begin(), List.of(), engines);
    }

    /** Which of the plan's pictures, from 0. */
    public int index() {
        return state.picture().index();
    }

    /** What is written down; takes time linear in their length, for Stable Diffusion 1.5 about half a megabyte. */
    public byte[] bytes() {
        ByteWriter to = new ByteWriter();
        to.whole(index()).list(instances, to::text).optional(engines, to::text);
        StateCodec.write(state, to);
        return ENVELOPE.seal(to);
    }

    /**
     * What {@link #bytes} wrote.
     *
     * @param plan the picture's
     * @throws IllegalArgumentException if {@link #bytes} did not make these bytes, or they do not fit the plan; the message is
     *     a sentence
     */
    public static PictureSnapshot read(byte[] bytes, GenerationPlan plan) {
        return ENVELOPE.open(bytes, from -> read(from, plan));
    }

    private static PictureSnapshot read(ByteReader from, GenerationPlan plan) {
        Picture picture = Picture.of(plan, from.whole(0, plan.count() - 1));
        List<String> instances = from.list(from::text);
        Optional<String> engines = from.optional(from::text);
        return new PictureSnapshot(StateCodec.read(from, picture), instances, engines);
    }
}
