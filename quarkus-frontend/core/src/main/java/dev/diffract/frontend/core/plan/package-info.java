/** A request with nothing left open, as plain data: what will be drawn, and the bytes of it. */
package dev.diffract.frontend.core.plan;
