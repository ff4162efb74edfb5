/**
 * What GPUs can be cut into, without a GPU: a catalogue of models and MIG profiles, and an exact solver of layouts.
 *
 * <p>A MIG layout is a set of intervals on an axis of memory units. A profile has a size and a list of units it may start at; instances
 * may not overlap, and media engines may not be owned twice. Nothing else decides, so every question has an exact answer.
 */
package dev.diffract.builder.planning.mig;
