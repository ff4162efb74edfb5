package dev.diffract.tests.load;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.tests.harness.EmbeddedServer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A real server in a process of its own, behind a door that makes it as slow as its slice is, and to which all can be done that happens to slices. */
final class ChaosSlice implements AutoCloseable {

    private static final double MUCH_SLOWER = 20;

    private final String name;
    private final Checkpoints checkpoints;
    private final Path directory;
    private final Pace pace;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Door door;
    private EmbeddedServer server;
    private volatile double slower = 1;
    private volatile boolean lies;

    /** What is done to a slice. */
    enum Fault {
        KILLED,
        STOPPED,
        SLOWED,
        LYING,
        /** Starts again with another checkpoint of the same model. */
        SWITCHED,
        /** Its host is gone from the network, the process is not. */
        VANISHED
    }

    ChaosSlice(String name, Checkpoints checkpoints, Path directory, Pace pace) {
        this.name = name;
        this.checkpoints = checkpoints;
        this.directory = directory;
        this.pace = pace;
        this.server = EmbeddedServer.start(name, checkpoints.own(), directory, "--threads", "1");
        this.door = new Door(server.grpcPort(), this::infer);
    }

    /**
     * Repositories of two checkpoints of one model.
     *
     * @param own that which is drawn with
     */
    record Checkpoints(Path own, Path other) {}

    String name() {
        return name;
    }

    String target() {
        return name + "=" + door.target();
    }

    void begin(Fault fault) {
        switch (fault) {
            case KILLED -> {
                door.shut();
                server.program().kill();
            }
            case STOPPED -> signal("STOP");
            case SLOWED -> slower = MUCH_SLOWER;
            case LYING -> lies = true;
            case SWITCHED -> restart(checkpoints.other());
            case VANISHED -> door.shut();
        }
    }

    /**
     * @return when nothing of it is left, in nanoseconds since the epoch
     */
    long end(Fault fault) {
        switch (fault) {
            case KILLED, SWITCHED -> restart(checkpoints.own());
            case STOPPED -> signal("CONT");
            case SLOWED -> slower = 1;
            case LYING -> lies = false;
            case VANISHED -> door.open();
        }
        long left = fault == Fault.SLOWED ? pace.left() : 0;
        return Happened.now() + left;
    }

    private void restart(Path repository) {
        int[] ports = server.ports();
        door.shut();
        server.program().kill();
        server = EmbeddedServer.start(name, repository, directory, ports, "--threads", "1");
        door.open();
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "kill",
                            "-" + name,
                            Long.toString(server.program().handle().pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void infer(byte[] bytes, Door.Forward forward, StreamObserver<byte[]> observer) {
        if (lies) {
            observer.onError(Status.UNAVAILABLE
                    .withDescription("Exceeds maximum queue size")
                    .asRuntimeException());
            return;
        }
        try {
            long due = pace.due(ModelInferRequest.parseFrom(bytes), slower);
            forward.ask(bytes)
                    .whenComplete((answer, failure) -> timer.schedule(
                            () -> Door.answer(answer, failure, observer),
                            failure == null ? due - System.nanoTime() : 0,
                            TimeUnit.NANOSECONDS));
        } catch (InvalidProtocolBufferException e) {
            observer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        }
    }

    @Override
    public void close() {
        door.close();
        timer.shutdownNow();
        server.close();
    }
}
