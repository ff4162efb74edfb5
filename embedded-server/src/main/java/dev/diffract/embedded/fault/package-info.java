/** What goes wrong on purpose, when, and how it is written on the command line. */
package dev.diffract.embedded.fault;
