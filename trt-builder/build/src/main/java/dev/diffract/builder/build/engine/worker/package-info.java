/**
 * Compiles one engine in a process of its own: TensorRT is native code, and if it crashes only that process ends. The two sides talk in lines of JSON: the job goes to
 * the worker's input, progress and the result come from its output; the end of its input means that nobody waits for it any more.
 */
package dev.diffract.builder.build.engine.worker;
