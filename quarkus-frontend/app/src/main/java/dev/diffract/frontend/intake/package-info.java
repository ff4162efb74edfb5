/** The gate before everything that people send: what reading it may take of memory and processors, and how fast it has to come. */
package dev.diffract.frontend.intake;
