/** The samplers themselves, one class a method, and the catalogue that finds them by name. */
package dev.diffract.frontend.core.sampling.solver;
