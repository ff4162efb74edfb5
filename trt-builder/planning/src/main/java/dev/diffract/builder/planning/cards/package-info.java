/** The cards of a plan one by one: which slices each has, and which GPU of a machine it is. */
package dev.diffract.builder.planning.cards;
