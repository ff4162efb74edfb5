/** A checkpoint as data: its manifest, its tokenizer and its noise schedule, and the port that finds it. */
package dev.diffract.frontend.core.model;
