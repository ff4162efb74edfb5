package dev.diffract.frontend.core.sampling.schedule;

/** What the model's output is an estimate of. */
public enum Prediction {
    /** The noise in the sample. */
    EPSILON,
    /** The velocity √ᾱ·ε − √(1−ᾱ)·x0 (Salimans and Ho, 2022). */
    V
}
