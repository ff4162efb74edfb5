/** What becomes of a request, as spans of time; a port. */
package dev.diffract.frontend.core.trace;
