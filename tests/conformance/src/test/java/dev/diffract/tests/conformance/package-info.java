/** What must hold for every server of the contract. */
package dev.diffract.tests.conformance;
