/** Rules for all packages of the embedded server. */
package dev.diffract.embedded;
