/** Builds the core and its adapters from the configuration. */
package dev.diffract.frontend.wiring;
