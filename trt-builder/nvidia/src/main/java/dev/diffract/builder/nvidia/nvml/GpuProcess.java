package dev.diffract.builder.nvidia.nvml;

import java.util.OptionalInt;

/**
 * A program that computes on a GPU.
 *
 * @param pid of the process
 * @param gpuInstance the GPU instance it runs on; empty if it runs on the whole card
 */
public record GpuProcess(long pid, OptionalInt gpuInstance) {}
