/** How busy slices and their machines are, by what servers and exporters tell Prometheus. */
package dev.diffract.frontend.usage;
