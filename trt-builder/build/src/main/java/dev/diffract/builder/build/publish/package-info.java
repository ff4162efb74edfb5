/**
 * Published repositories: whole directories that are never written again, and a link that says which one is served.
 *
 * <p>Start at {@link dev.diffract.builder.build.publish.VersionedRepository}. Every step that others can see is one rename, so whoever looks, at any moment and
 * after any crash, sees what was there before or what is there after.
 */
package dev.diffract.builder.build.publish;
