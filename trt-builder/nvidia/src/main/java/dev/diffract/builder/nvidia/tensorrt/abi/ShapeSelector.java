package dev.diffract.builder.nvidia.tensorrt.abi;

/** {@code OptProfileSelector}, in its numbering, which both majors share. */
public enum ShapeSelector {
    MIN,
    OPT,
    MAX
}
