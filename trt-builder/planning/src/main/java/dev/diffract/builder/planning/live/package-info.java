/** What a plan would change on a machine, as NVML or saved texts of {@code nvidia-smi} show it. Nothing is changed from here. */
package dev.diffract.builder.planning.live;
