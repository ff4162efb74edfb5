/** Triton's {@code config.pbtxt}, read and written in protobuf's text format and checked as Triton checks it at load. */
package dev.diffract.repository.config;
