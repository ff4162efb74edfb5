package dev.diffract.builder.planning.plan;

/** A place in a text file; both numbers count from 1. */
public record Location(int line, int column) {}
