/** What models did and how long it took, counted as Triton counts it. */
package dev.diffract.embedded.statistics;
