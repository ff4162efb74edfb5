/** Time that tests move by hand. */
package dev.diffract.frontend.core.time;
