/** A request's life from accepted to ended: its pictures side by side, its events, its outcome, and the job that keeps it. */
package dev.diffract.frontend.core.generation;
