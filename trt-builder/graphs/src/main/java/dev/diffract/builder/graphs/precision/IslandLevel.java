package dev.diffract.builder.graphs.precision;

/** How much of a graph stays in FP32. Each level holds the ones before it, and costs more time on a GPU. */
public enum IslandLevel {
    /**
     * Sums over many values and what surrounds them (normalisations, softmax with its mask, norms), sines and cosines with
     * their angles, powers and exponentials, what only depends on shapes, and constants FP16 cannot hold. Always needed.
     */
    NORMALISATIONS("normalisations, softmax and what FP16 cannot hold"),
    /** Also the products of queries and keys, whose sums go beyond 65504 in some models. */
    ATTENTION_SCORES("also the products before a softmax"),
    /** Also everything after the last normalisation: the convolutions that make the output. */
    FINAL_CONVOLUTIONS("also everything after the last normalisation"),
    /** Also everything from the last change of resolution on: where a VAE decoder that gives black pictures overflows. */
    LAST_RESOLUTION("also everything after the last change of resolution");

    private final String words;

    IslandLevel(String words) {
        this.words = words;
    }

    /** For messages and the manifest. */
    @Override
    public String toString() {
        return words;
    }
}
