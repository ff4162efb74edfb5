package dev.diffract.builder.build.engine;

/** Hears what a build of several engines does. */
public interface BuildListener {

    /** A sentence. */
    void said(String sentence);

    /** The build of one engine begins; it is over when the phase is closed. */
    Phase begin(String model);

    /** One engine. */
    interface Phase extends BuildProgress, AutoCloseable {
        @Override
        void close();
    }
}
