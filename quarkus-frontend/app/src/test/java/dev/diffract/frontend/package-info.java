/** Rules for all packages of the application, and for what its package carries. */
package dev.diffract.frontend;
