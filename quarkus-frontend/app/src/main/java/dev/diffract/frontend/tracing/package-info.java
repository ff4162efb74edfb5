/** Traces by OpenTelemetry, for who looks after slices: spans of what is drawn, and what is told of them. */
package dev.diffract.frontend.tracing;
