/**
 * ONNX graphs as protobuf messages: reading, changing and writing them. Knows the shape of Stable Diffusion's components, and
 * nothing of repositories, command lines or runtimes.
 */
package dev.diffract.builder.graphs.onnx;
