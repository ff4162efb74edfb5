/** Problem documents (RFC 9457), and which failure is which problem. */
package dev.diffract.frontend.dialect.nativ.problem;
