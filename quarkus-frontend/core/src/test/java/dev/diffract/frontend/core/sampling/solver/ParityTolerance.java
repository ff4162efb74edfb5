package dev.diffract.frontend.core.sampling.solver;

import com.fasterxml.jackson.databind.JsonNode;

/** How far latents may be from those of a reference, as a share of the largest of them; {@code docs/samplers.md} says the same. */
final class ParityTolerance {

    /** Of the largest value of the latents compared. */
    static final double USUAL = 1e-5;

    /**
     * Where a noise schedule rescaled to zero terminal SNR was forced on a class that does not know it: latents come down
     * from a σ of 4096, where neighbouring numbers of single precision lie 2.4e-4 to 1e-3 apart, to about 10 in one step.
     */
    private static final double BEYOND_REFERENCE = 1e-4;

    /** Of AUTOMATIC1111's rescaled noise schedule: the same from a σ of 4519. */
    private static final double RESCALED = 2e-4;

    /**
     * Of runs along a Brownian tree: torchsde rounds σ to six decimals, and where the last bit of one differs, as logarithms of
     * torch and of Java do, it goes 1e-6 further along the path. A run of the original's moved by 8.5e-4 when last bits of its σ did.
     */
    private static final double ALONG_TREE = 1e-3;

    /** With KL Optimal a difference grows in the last steps of DPM++ 3M SDE, which leave out the last σ but one. */
    private static final double ALONG_TREE_OF_KL_OPTIMAL = 2e-3;

    /**
     * Of DEIS of third order: its weights are small differences of large numbers, so that the last bit of a logarithm, which
     * numpy has otherwise on every kind of processor, counts for many.
     */
    private static final double OF_DIFFERENCES = 1e-4;

    /**
     * Of DPM adaptive, whose steps are as long as small differences of two estimates allow: a run of the original's moved by 1.7e-5 when
     * last bits of its noise schedule did.
     */
    private static final double OF_STEP_LENGTHS = 2e-5;

    private ParityTolerance() {}

    /** After every call of a recorded run. */
    static double of(JsonNode recorded) {
        if (recorded.has("rescaled")) {
            return RESCALED;
        }
        if (recorded.has("beyond_reference")) {
            return BEYOND_REFERENCE;
        }
        String sampler = recorded.get("sampler").asText();
        if (sampler.equals("DPM adaptive")) {
            return OF_STEP_LENGTHS;
        }
        boolean differences = sampler.equals("DEIS")
                && recorded.get("config").path("solver_order").asInt() == 3;
        return differences ? OF_DIFFERENCES : USUAL;
    }

    /** At the end of a run along a tree of ours. */
    static double alongTree(JsonNode recorded) {
        return recorded.get("schedule").asText().equals("KL Optimal") ? ALONG_TREE_OF_KL_OPTIMAL : ALONG_TREE;
    }
}
