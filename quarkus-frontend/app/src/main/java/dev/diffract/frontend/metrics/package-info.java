/** What is counted and timed, for Prometheus, and what the log has of calls that failed. */
package dev.diffract.frontend.metrics;
