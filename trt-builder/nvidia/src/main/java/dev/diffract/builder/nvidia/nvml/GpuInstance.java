package dev.diffract.builder.nvidia.nvml;

/**
 * A GPU instance that exists.
 *
 * @param id of the instance; says nothing about its place
 * @param profileId of its profile
 * @param start first memory unit
 * @param size memory units
 */
public record GpuInstance(int id, int profileId, int start, int size) {}
