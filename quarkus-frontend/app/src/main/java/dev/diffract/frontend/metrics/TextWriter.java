package dev.diffract.frontend.metrics;

import java.io.Writer;

/** A text in the making. One thread at a time. */
final class TextWriter extends Writer {

    private final StringBuilder text;

    /** @param length that it may have, most likely */
    TextWriter(int length) {
        this.text = new StringBuilder(length);
    }

    @Override
    public void write(int letter) {
        text.append((char) letter);
    }

    @Override
    public void write(char[] letters, int from, int count) {
        text.append(letters, from, count);
    }

    @Override
    public void write(String letters) {
        text.append(letters);
    }

    @Override
    public void write(String letters, int from, int count) {
        text.append(letters, from, from + count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
