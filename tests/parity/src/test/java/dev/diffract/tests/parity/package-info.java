/** Records the reference vectors again and compares them with those that lie with the tests. */
package dev.diffract.tests.parity;
