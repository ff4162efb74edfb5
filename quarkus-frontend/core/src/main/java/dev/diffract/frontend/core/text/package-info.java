/**
 * Prompts become tokens with weights: the tokenizer, the syntaxes of emphasis, and the schedule of prompts that
 * change on the way.
 */
package dev.diffract.frontend.core.text;
