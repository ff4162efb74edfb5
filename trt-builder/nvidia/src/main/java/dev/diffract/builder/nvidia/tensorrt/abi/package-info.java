/**
 * TensorRT's C++ interfaces as they lie in memory on Linux x86-64 (Itanium C++ ABI), one slot table per major version. Names
 * are TensorRT's.
 *
 * <p>A slot is an index into the vtable an object's first word points to; both destructors count. Objects handed out by
 * TensorRT are two words, a vtable and a pointer to the implementation: methods are called on the implementation and found in
 * <em>its</em> vtable, while arguments and deletion take the outer object. The parser, its errors, the plugin registry and what
 * is implemented here are plain interfaces of one word.
 *
 * <p>How sure the numbers are: parser, parser errors, plugin registry and the interfaces implemented here have been called on
 * 10.15.1 and 11.2.1. The others were measured on the public headers and on the call sites compiled into existing bindings of
 * exactly these versions; calling them takes a GPU. Within a major, versions only append slots.
 */
package dev.diffract.builder.nvidia.tensorrt.abi;
