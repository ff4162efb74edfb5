/** The messages of ONNX files, generated from {@code onnx.proto}. */
package dev.diffract.builder.graphs.proto;
