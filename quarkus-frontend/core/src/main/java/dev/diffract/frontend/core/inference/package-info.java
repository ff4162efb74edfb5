/** One call to one server: the call, its answer, the port that carries it, and the kinds of failure. */
package dev.diffract.frontend.core.inference;
