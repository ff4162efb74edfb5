package dev.diffract.frontend.core.request;

import java.util.List;

/** Requests that many tests begin with. */
public final class TestRequests {

    /** What a refusal says there is, in its order. */
    static final List<String> SAMPLERS = List.of(
            "DDIM",
            "DDPM",
            "PLMS",
            "LMS",
            "Euler",
            "Euler a",
            "Heun",
            "DPM2",
            "DPM2 a",
            "DPM++ 2M",
            "DPM++ 2M Karras",
            "DPM++ 2M SDE",
            "DPM++ 2M SDE Karras",
            "DPM++ 2M SDE Heun",
            "DPM++ 2S a",
            "DPM++ SDE",
            "DPM++ SDE Karras",
            "DPM++ 3M SDE",
            "DEIS",
            "UniPC",
            "LCM",
            "TCD",
            "Restart");

    static final List<String> SCHEDULES =
            List.of("automatic", "uniform", "karras", "exponential", "beta", "normal", "simple", "sgm_uniform");

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
