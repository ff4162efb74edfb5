/** What sampler and tokenizer cost beside a denoising step. */
package dev.diffract.tests.bench;
