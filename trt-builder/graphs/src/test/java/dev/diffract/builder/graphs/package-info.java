/** Rules for all packages of this module, and the exported graphs that tests of several modules read. */
package dev.diffract.builder.graphs;
