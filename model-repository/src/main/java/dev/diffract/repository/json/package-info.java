/** Records as JSON and back, strictly: what is missing, of another kind or not known is named with its path. */
package dev.diffract.repository.json;
