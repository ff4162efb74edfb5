package dev.diffract.builder.tensorrt.abi;

/** {@code OptProfileSelector}, in its numbering, which both majors share. */
public enum ShapeSelector {
    MIN,
    OPT,
    MAX
}
