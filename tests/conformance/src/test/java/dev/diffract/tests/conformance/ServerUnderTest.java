package dev.diffract.tests.conformance;

/**
 * A server that was started on a repository in explicit control mode, with every model of it loaded.
 *
 * @param grpcTarget host:port
 * @param httpUrl without a slash at the end
 * @param metricsUrl whole
 * @param stop ends it
 */
public record ServerUnderTest(String grpcTarget, String httpUrl, String metricsUrl, Runnable stop) {}
