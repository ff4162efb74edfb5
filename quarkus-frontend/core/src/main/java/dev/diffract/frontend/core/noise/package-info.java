/** Random numbers of torch: the same to the bit as those of the CPU, and up to the rounding of a logarithm and a sine as those of the GPU. */
package dev.diffract.frontend.core.noise;
