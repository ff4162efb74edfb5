package dev.diffract.tests.conformance;

/**
 * How a group of tests reaches the server.
 *
 * @param grpc shared by all
 * @param http shared by all
 * @param metrics shared by all
 */
record Clients(GrpcClient grpc, HttpClientForTests http, HttpClientForTests metrics) {

    static Clients of(ServerUnderTest server) {
        return new Clients(
                new GrpcClient(server.grpcTarget()),
                new HttpClientForTests(server.httpUrl()),
                new HttpClientForTests(server.metricsUrl()));
    }
}
