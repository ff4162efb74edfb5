/** Libraries that are refused, each in a process of its own. */
package dev.diffract.tests.tensorrt.refusal;
