/** The lock file: which MIG device each slice of a plan is, known once the slices exist. */
package dev.diffract.builder.planning.lock;
