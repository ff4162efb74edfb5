package dev.diffract.builder.build.engine;

/** Hears how far the build of one engine is. May be called on any thread. */
public interface BuildProgress {

    /**
     * @param phase TensorRT's name for the outermost thing it is doing
     * @param done steps of it that are done
     * @param total steps it has
     */
    void step(String phase, int done, int total);
}
