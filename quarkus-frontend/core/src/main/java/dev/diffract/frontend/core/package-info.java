/**
 * The domain: what a request asks for becomes pictures, by calls to whatever slices there are; no framework, no
 * wire format, no dialect.
 */
package dev.diffract.frontend.core;
