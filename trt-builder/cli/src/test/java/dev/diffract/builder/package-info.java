/** Rules for all packages of the builder. */
package dev.diffract.builder;
