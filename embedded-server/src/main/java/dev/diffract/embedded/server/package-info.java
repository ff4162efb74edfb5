/** All that the server offers, in one place for both protocols. */
package dev.diffract.embedded.server;
