/** Words that people write and that no program knows: which ones they may have meant. */
package dev.diffract.repository.words;
