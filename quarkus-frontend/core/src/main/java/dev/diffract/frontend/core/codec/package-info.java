/** Values as bytes and back: numbers, texts and lists, in an envelope that tells whose bytes they are and whether all are there. */
package dev.diffract.frontend.core.codec;
