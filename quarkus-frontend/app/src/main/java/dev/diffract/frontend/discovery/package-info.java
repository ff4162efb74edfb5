/** Finds out, again and again, which servers there are and what they serve. */
package dev.diffract.frontend.discovery;
