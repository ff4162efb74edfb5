/** Bindings against NVIDIA's own libraries, without a GPU. */
package dev.diffract.tests.tensorrt.real;
