/** Who may begin, and who waits. */
package dev.diffract.frontend.core.admission;
