/**
 * The little of CUDA's driver API that measuring an engine takes: devices, memory, streams, events. Loaded on demand, so that
 * a machine without a driver gets a sentence.
 */
package dev.diffract.builder.nvidia.cuda;
