/** The plan file: what it says, how it is read, and every fault of it with line and column. */
package dev.diffract.builder.planning.plan;
