package dev.diffract.builder.build.engine;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was said. */
public final class SilentListener implements BuildListener {

    private final List<String> sentences = new ArrayList<>();

    List<String> sentences() {
        return sentences;
    }

    @Override
    public void said(String sentence) {
        sentences.add(sentence);
    }

    @Override
    public Phase begin(String model) {
        sentences.add("begin " + model);
        return new Phase() {
            @Override
            public void step(String phase, int done, int total) {
                sentences.add(model + ": " + phase + " " + done + "/" + total);
            }

            @Override
            public void close() {
                sentences.add("end " + model);
            }
        };
    }
}
