package dev.diffract.frontend.core.rollout;

/** A switch cannot go on. The sentence is for operators. */
final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    Stopped(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
