/** This program's own interface below {@code /v1}: its resources, and the events and errors that they answer with. */
package dev.diffract.frontend.dialect.nativ;
