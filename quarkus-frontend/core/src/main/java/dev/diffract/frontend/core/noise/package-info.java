/** Random numbers that are the same to the bit as those of torch, on the CPU and on the GPU. */
package dev.diffract.frontend.core.noise;
