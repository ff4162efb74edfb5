/** Judges pictures of the demo model from their pixels. */
package dev.diffract.tests.e2e.picture;
