/** Models that are made of other models, step by step. */
package dev.diffract.embedded.ensemble;
