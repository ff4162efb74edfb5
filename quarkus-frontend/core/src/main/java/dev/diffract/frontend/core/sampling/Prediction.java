package dev.diffract.frontend.core.sampling;

/** What the model's output is an estimate of. */
enum Prediction {
    /** The noise in the sample. */
    EPSILON,
    /** The velocity √ᾱ·ε − √(1−ᾱ)·x0 (Salimans and Ho, 2022). */
    V
}
