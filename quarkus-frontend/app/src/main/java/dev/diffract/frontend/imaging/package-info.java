/** PNG files, read and written. */
package dev.diffract.frontend.imaging;
