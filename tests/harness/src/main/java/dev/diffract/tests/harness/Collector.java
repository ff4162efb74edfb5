package dev.diffract.tests.harness;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes what a program tells a collector of traces by OTLP, over gRPC or HTTP, and keeps it as it came. */
public final class Collector implements AutoCloseable {

    /** How spans travel: the message is the same. */
    public enum Protocol {
        /** What the frontend takes where nothing else is said. */
        GRPC,
        HTTP("-Dquarkus.otel.exporter.otlp.protocol=http/protobuf");

        private final String[] properties;

        Protocol(String... properties) {
            this.properties = properties;
        }
    }

    private final List<byte[]> told = new CopyOnWriteArrayList<>();
    private final Protocol protocol;
    private final int port;
    private final Runnable end;

    /** On a free port of the loopback interface. */
    public Collector(Protocol protocol) throws IOException {
        this.protocol = protocol;
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        switch (protocol) {
            case GRPC -> {
                Server server = NettyServerBuilder.forAddress(anyPort)
                        .addService(service())
                        .build()
                        .start();
                port = server.getPort();
                end = server::shutdownNow;
            }
            case HTTP -> {
                HttpServer server = HttpServer.create(anyPort, 0);
                server.createContext("/v1/traces", request -> {
                    told.add(request.getRequestBody().readAllBytes());
                    request.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    request.sendResponseHeaders(200, -1);
                    request.close();
                });
                server.start();
                port = server.getAddress().getPort();
                end = () -> server.stop(0);
            }
            default -> throw new AssertionError(protocol);
        }
    }

    /** Its answer is the message without fields: nothing was rejected. */
    private ServerServiceDefinition service() {
        String name = "opentelemetry.proto.collector.trace.v1.TraceService";
        MethodDescriptor<byte[], byte[]> export =
                RawMessages.method(MethodDescriptor.generateFullMethodName(name, "Export"));
        return ServerServiceDefinition.builder(name)
                .addMethod(export, ServerCalls.asyncUnaryCall((message, answer) -> {
                    told.add(message);
                    answer.onNext(new byte[0]);
                    answer.onCompleted();
                }))
                .build();
    }

    /** What makes a frontend tell it everything, soon. */
    public String[] properties() {
        return Stream.of(
                        Stream.of("-Ddiffract.traces.endpoint=http://127.0.0.1:" + port),
                        Stream.of("-Dquarkus.otel.bsp.schedule.delay=100ms"),
                        Arrays.stream(protocol.properties))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    /** Every span that was told so far. */
    public List<ToldSpan> spans() {
        List<ToldSpan> all = new ArrayList<>();
        for (byte[] message : told) {
            try {
                all.addAll(ToldSpan.of(message));
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /** Everything that was told, a letter a byte: texts in messages stand there as they are. */
    public String text() {
        return told.stream()
                .map(message -> new String(message, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        end.run();
    }
}
