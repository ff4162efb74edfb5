/**
 * How noise and steps are spread over a run: noise schedules, grids of sigmas and timesteps, and the options
 * that bend them.
 */
package dev.diffract.frontend.core.sampling.schedule;
