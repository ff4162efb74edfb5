/** A model's way from one checkpoint to another, slice by slice, while pictures are drawn; and back, if anything goes wrong. */
package dev.diffract.frontend.core.rollout;
