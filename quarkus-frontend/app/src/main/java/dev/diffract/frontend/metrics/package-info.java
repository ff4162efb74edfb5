/** What is counted and timed, for Prometheus. */
package dev.diffract.frontend.metrics;
