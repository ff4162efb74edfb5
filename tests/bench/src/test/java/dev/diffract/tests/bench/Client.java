package dev.diffract.tests.bench;

/** Whoever makes denoising steps on a null slice, several at a time. */
interface Client extends AutoCloseable {

    /** Makes steps until the end is asked for. */
    void begin();

    /** Steps done so far. */
    long steps();

    /** Returns when no step is under way any more. */
    void end();

    @Override
    void close();
}
