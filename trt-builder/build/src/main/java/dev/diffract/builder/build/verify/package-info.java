/** Checks of a written repository that need no server. */
package dev.diffract.builder.build.verify;
