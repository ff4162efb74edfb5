package dev.diffract.builder.planning.mig;

/** Media engines that belong to an instance: video decoders, video encoders, JPEG decoders, optical-flow accelerators. */
public record MediaEngines(int decoders, int encoders, int jpegs, int opticalFlow) {

    public static final MediaEngines NONE = new MediaEngines(0, 0, 0, 0);

    public boolean any() {
        return !equals(NONE);
    }
}
