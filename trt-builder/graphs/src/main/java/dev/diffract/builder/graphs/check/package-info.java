/** Runs graphs on ONNX Runtime to show that changing them changed nothing else. */
package dev.diffract.builder.graphs.check;
