/** Files made from a plan: for MIG, for the slices' servers, and for the frontend. Nothing is run from here. */
package dev.diffract.builder.deploy;
