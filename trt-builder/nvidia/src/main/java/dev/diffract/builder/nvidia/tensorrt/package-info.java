/**
 * TensorRT 10 (from 10.15) and 11, called from Java through the vtables of its C++ interfaces: building engines from ONNX
 * graphs and running them.
 *
 * <p>Start at {@link dev.diffract.builder.nvidia.tensorrt.TensorRt#load}. Nothing here is safe to use from two threads at once
 * unless it says so. Every object that holds native memory is {@link java.lang.AutoCloseable}; none relies on the garbage
 * collector.
 */
package dev.diffract.builder.nvidia.tensorrt;
