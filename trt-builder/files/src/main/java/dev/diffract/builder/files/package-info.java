/**
 * Files and directories. What others may see appears whole or not at all, and there is one way to write it: beside its place, forced to the disk, renamed
 * ({@link dev.diffract.builder.files.AtomicFile}, {@link dev.diffract.builder.files.AtomicDirectory}, {@link dev.diffract.builder.files.AtomicLink}).
 */
package dev.diffract.builder.files;
