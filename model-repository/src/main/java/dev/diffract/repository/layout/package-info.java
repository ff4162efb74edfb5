/** The files of a written repository: where they lie, the manifest, and what tokenizer and scheduler files say. */
package dev.diffract.repository.layout;
