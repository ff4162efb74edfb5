package dev.diffract.builder.planning.plan;

/** Whether a model is served with its safety checker. */
public enum SafetyChecker {
    /** As the model's folder has it. */
    AUTO,
    /** With one; a folder without is an error. */
    REQUIRED,
    /** Without, even if the folder has one. */
    LEFT_OUT
}
