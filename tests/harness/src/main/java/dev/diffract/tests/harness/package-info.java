/** Starts the programs as processes, waits for them, kills them; reports what suites measure. */
package dev.diffract.tests.harness;
