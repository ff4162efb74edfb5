/** Talks to the management port of a running frontend about its slices. */
package dev.diffract.builder.cli.fleet;
