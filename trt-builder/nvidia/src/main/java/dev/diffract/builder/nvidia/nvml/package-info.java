/**
 * What the NVIDIA management library (NVML) knows of this machine's GPUs: devices, MIG mode, profiles, placements, instances, processes.
 *
 * <p>It is only read from. Start at {@link dev.diffract.builder.nvidia.nvml.Nvml}.
 */
package dev.diffract.builder.nvidia.nvml;
