/** Which instances there are and how they are. */
package dev.diffract.frontend.core.fleet;
