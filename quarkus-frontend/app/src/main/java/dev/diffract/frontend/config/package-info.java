/** The configuration that users write, as it is written. */
package dev.diffract.frontend.config;
