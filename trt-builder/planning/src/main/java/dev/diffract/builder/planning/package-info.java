/** What every room of planning knows: where the repositories of a slice lie, and the exception that says why a plan leads nowhere. */
package dev.diffract.builder.planning;
