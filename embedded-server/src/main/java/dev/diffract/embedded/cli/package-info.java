/** The program: its options, its start, its end. */
package dev.diffract.embedded.cli;
