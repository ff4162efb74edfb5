/** Answers as the protocol's messages, which gRPC sends and HTTP prints. */
package dev.diffract.embedded.protocol;
