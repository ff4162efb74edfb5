/** Who may begin, who waits in which order, when it will be done, and who is refused. */
package dev.diffract.frontend.core.admission;
