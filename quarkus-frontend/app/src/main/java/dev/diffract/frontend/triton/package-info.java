/** Servers that are called over KServe's gRPC protocol, which only this package speaks. */
package dev.diffract.frontend.triton;
