package dev.diffract.tests.triton;

import java.util.function.Consumer;

/**
 * A repository with one thing wrong.
 *
 * @param what named in the test's report
 * @param change to a repository that is right
 * @param triton words of Triton's own
 * @param verify words of a finding of {@code diffract verify}
 */
record Broken(String what, Consumer<WrittenRepository> change, String triton, String verify) {

    /** Another text in the place of the first one like it, in a model's configuration. */
    static Broken same(String what, String model, String part, String by, String triton, String verify) {
        return new Broken(what, repository -> repository.replace(model, part, by), triton, verify);
    }

    /** The same, where Triton and {@code diffract verify} say the same. */
    static Broken alike(String what, String model, String part, String by, String words) {
        return same(what, model, part, by, words, words);
    }

    /** A text more at the end of a model's configuration. */
    static Broken append(String what, String model, String text, String triton, String verify) {
        return new Broken(what, repository -> repository.append(model, text), triton, verify);
    }

    @Override
    public String toString() {
        return what;
    }
}
