/** Where and when things run: executors, a timer as a port, so that tests move time by hand, and what must stop nothing. */
package dev.diffract.frontend.core.time;
