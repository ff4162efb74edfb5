/** Requests that wait for each other, and run as one batch. */
package dev.diffract.embedded.batching;
