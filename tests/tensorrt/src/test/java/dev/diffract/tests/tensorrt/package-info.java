/** The TensorRT libraries that tests are run against. */
package dev.diffract.tests.tensorrt;
