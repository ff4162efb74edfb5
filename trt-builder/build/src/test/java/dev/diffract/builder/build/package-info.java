/** Rules for all packages of this module. */
package dev.diffract.builder.build;
