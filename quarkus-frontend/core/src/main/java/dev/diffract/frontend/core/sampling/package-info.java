/** What a sampler is: a pure function from one state of the latents to the next. */
package dev.diffract.frontend.core.sampling;
