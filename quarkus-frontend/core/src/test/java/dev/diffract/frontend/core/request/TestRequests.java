package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
import java.util.List;

/** Requests, and parts of them, that many tests begin with. */
public final class TestRequests {

    /** What a refusal says there is, in its order. */
    static final List<String> SAMPLERS = List.of(
            "DDIM",
            "DDIM CFG++",
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
            "DPM fast",
            "DPM adaptive",
            "DEIS",
            "UniPC",
            "LCM",
            "TCD",
            "Restart");

    static final List<String> SCHEDULES = List.of(
            "automatic",
            "uniform",
            "karras",
            "exponential",
            "beta",
            "normal",
            "simple",
            "sgm_uniform",
            "polyexponential",
            "kl_optimal",
            "align_your_steps",
            "ddim");

    private TestRequests() {}

    /** One picture of 64x128 from seed 42 by Euler a in 4 steps, with guidance 3. */
    public static GenerationRequest.Builder small() {
        return GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps(4L)
                .guidance(3.0)
                .size(64L, 128L)
                .noise(seed(42L))
                .sampler("Euler a")
                .count(1L);
    }

    /** A request that leaves everything but the prompt to the model. */
    public static GenerationRequest of(String prompt) {
        return GenerationRequest.builder().prompt(prompt).build();
    }

    /** Noise of which only the seed is said. */
    public static NoiseRequest seed(long seed) {
        return new NoiseRequest(null, seed, null, null);
    }

    /** The whole picture drawn anew. */
    public static SourceRequest source(Raster image, double strength) {
        return new SourceRequest(image, strength, null, MaskRequest.NONE);
    }

    /** A part of the picture drawn anew. */
    public static SourceRequest masked(Raster image, double strength, Raster white, Long blur, String content) {
        return new SourceRequest(image, strength, null, new MaskRequest(white, null, blur, content, null, null));
    }
}
