/** The dispatcher before slices in virtual time, and the routers it is measured against. */
package dev.diffract.frontend.core.dispatch.simulation;
