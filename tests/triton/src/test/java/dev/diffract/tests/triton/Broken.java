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

    @Override
    public String toString() {
        return what;
    }
}
