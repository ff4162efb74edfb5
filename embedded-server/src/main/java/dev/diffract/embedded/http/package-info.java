/** The protocol over HTTP, and the metrics: translates, and decides nothing. */
package dev.diffract.embedded.http;
