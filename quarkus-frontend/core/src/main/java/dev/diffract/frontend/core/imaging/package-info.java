/** Pictures as arrays: resizing, masks and what is done with their edges. */
package dev.diffract.frontend.core.imaging;
