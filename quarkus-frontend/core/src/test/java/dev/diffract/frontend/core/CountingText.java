package dev.diffract.frontend.core;

import java.util.concurrent.atomic.AtomicLong;

/** A text that counts how many of its characters are read, one by one or in pieces. */
public final class CountingText implements CharSequence {

    private final String text;
    private final AtomicLong reads;

    public CountingText(String text) {
        this(text, new AtomicLong());
    }

    private CountingText(String text, AtomicLong reads) {
        this.text = text;
        this.reads = reads;
    }

    /** Characters read so far, those of its pieces included. */
    public long reads() {
        return reads.get();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        reads.incrementAndGet();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        reads.addAndGet(end - start);
        return new CountingText(text.substring(start, end), reads);
    }

    @Override
    public String toString() {
        reads.addAndGet(text.length());
        return text;
    }
}
