/** Bindings and builds against a library that says what it was asked. */
package dev.diffract.tests.tensorrt.fake;
