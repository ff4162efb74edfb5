/** Slices, models and clients that the application's tests start: a Triton that answers as it is told, and what reads the frontend's answers. */
package dev.diffract.frontend.testing;
