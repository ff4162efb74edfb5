package dev.diffract.frontend.core.request;

/** Requests that many tests begin with. */
public final class TestRequests {

    private TestRequests() {}

    /** One picture of 64x128 from seed 42 by Euler a in 4 steps, with guidance 3. */
    public static GenerationRequest.Builder small() {
        return GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps(4L)
                .guidance(3.0)
                .size(64L, 128L)
                .seed(42L)
                .sampler("Euler a")
                .count(1L);
    }
}
