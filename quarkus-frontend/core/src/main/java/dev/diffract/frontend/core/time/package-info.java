/** What waits for a moment: a timer as a port, so that tests move time by hand. */
package dev.diffract.frontend.core.time;
