/** Graphs run by ONNX Runtime, which only this package knows. */
package dev.diffract.embedded.onnx;
