/**
 * FP16 in graphs. TensorRT 11 computes in the types a graph says and has no switch for FP16; TensorRT 10 takes the same graph.
 * {@link dev.diffract.builder.graphs.precision.HalfPrecision} is the way in; nothing here runs a graph.
 */
package dev.diffract.builder.graphs.precision;
