/** Figures of many pictures at once: the frontend as it is shipped, before slices that take their time and compute nothing. */
package dev.diffract.tests.load;
