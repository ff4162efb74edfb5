/** The protocol over gRPC: translates, and decides nothing. */
package dev.diffract.embedded.grpc;
