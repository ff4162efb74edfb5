package dev.diffract.frontend.config;

import dev.diffract.frontend.core.dispatch.policy.Order;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The configuration under {@code diffract.}, from application.properties, system properties or the environment. */
@ConfigMapping(prefix = "diffract")
public interface DiffractConfig {

    /** Directories written by the builder, separated by commas. Each is one model of the frontend. */
    Optional<List<String>> repositories();

    /** The servers, one per slice: {@code [name=]host:port}, or {@code [name=]dns:///host:port} for every address of a service, separated by commas. Without a name it is host:port. */
    Optional<List<String>> slices();

    /**
     * Where servers or exporters tell Prometheus how busy slices are: {@code name=host:port[/path][?label=value&…]}, separated by commas;
     * {@code *} is all slices, and without a host it is the slice's own. Without it nothing is known of that.
     */
    Optional<List<String>> usage();

    /** Slices that come and go. */
    Fleet fleet();

    /** Looking up the services whose servers are slices. */
    Dns dns();

    /** Process that this program belongs to: it ends when that one does. Without it the program stands on its own. */
    OptionalLong parentPid();

    /** Bounds of what is read of requests before anything is known of them. */
    Intake intake();

    /** Who is answered over HTTP. */
    Http http();

    /** Bounds of generations. */
    Generation generation();

    /** One call to a server. */
    Call call();

    /** Looking after the servers. */
    Poll poll();

    /** Traces, for who looks after slices. */
    Traces traces();

    /** The end of this program. */
    Shutdown shutdown();

    /** Traces, for who looks after slices. */
    interface Traces {

        /** The collector that they go to, by OTLP: {@code http://127.0.0.1:4317}. Without it there are none. */
        Optional<String> endpoint();
    }

    /** Slices that come and go. */
    interface Fleet {

        /** A file that lists the slices in place of {@code diffract.slices}, one a line; an operator may have it read again. */
        Optional<String> file();

        /**
         * When a model is switched: so long a server has counted no call of the checkpoint before when it is unloaded, as other frontends may draw
         * with it. Longer than any step takes; above 0.
         */
        @WithDefault("15s")
        Duration silence();
    }

    /** Looking up the services whose servers are slices. */
    interface Dns {

        /** From the end of one look-up of them all to the beginning of the next. */
        @WithDefault("10s")
        Duration interval();
    }

    /** The end of this program. */
    interface Shutdown {

        /**
         * After SIGTERM: what is drawn and what waits for it has so long to be finished; then it is answered that the frontend was
         * stopped. 0 or more.
         */
        @WithDefault("30s")
        Duration grace();
    }

    /** Bounds of what is read of requests before anything is known of them. */
    interface Intake {

        /**
         * Share of the heap, less what the program takes itself, that bodies and pictures of all requests may take together; beyond it the
         * answer is 503. Above 0, below 1.
         */
        @WithDefault("0.4")
        double memory();

        /** Requests that wait until they are read, as many as there are processors at a time; one more is refused with 503. 0 or more. */
        @WithDefault("256")
        int waiting();

        /** How long a sender of a body may pause, and how long the headers of a request may take; then the answer is 408. */
        @WithDefault("10s")
        Duration patience();

        /** Bytes per second that a body has to come with on the whole; 1 or more. */
        @WithDefault("65536")
        int leastRate();
    }

    /** Who is answered over HTTP. */
    interface Http {

        /**
         * Names and addresses that this server goes by, separated by commas, beside those of loopback and the address that a
         * request comes to. Requests for other hosts are refused. Without schemes and ports.
         */
        Optional<List<String>> hosts();

        /**
         * Origins whose pages may use this server, separated by commas: {@code https://studio.example.org}. Requests that pages of
         * other sites have a browser send are refused.
         */
        Optional<List<String>> origins();

        /**
         * A client that takes nothing of what it is sent for so long counts as gone: what is drawn for it is cancelled, and its
         * connection closed.
         */
        @WithDefault("30s")
        Duration writeTimeout();

        /**
         * Share of the heap that answers may take that clients have not taken yet, an eighth of it those of one connection: then it is
         * answered nothing more, and of all together those are cut off of which nothing is taken. Above 0, below 1.
         */
        @WithDefault("0.15")
        double unsentMemory();

        /** Connections of a port; for one more the one that has been idle longest is closed, or itself if none is. 1 or more. */
        @WithDefault("1000")
        int maxConnections();

        /** The same, of one address, or of one IPv6 network of 64 bits. 1 or more. */
        @WithDefault("500")
        int maxConnectionsPerAddress();

        /** How long a connection is kept open after an answer without another request. */
        @WithDefault("15s")
        Duration idleTimeout();
    }

    /** Bounds of generations. */
    interface Generation {

        /** Pictures that are drawn at the same time at most; 1 or more. Without it as many as keep the slices busy. */
        OptionalInt maxActive();

        /** Pictures that wait; who asks for more is refused with 429, but for one that would wait alone. 0 or more. */
        @WithDefault("256")
        int maxQueued();

        /** Of them those of one caller; more are refused with 429. 0 or more; half of them without it, rounded up. */
        OptionalInt maxQueuedPerCaller();

        /**
         * What waits, as the time that all slices together are foreseen to take for it; more is refused with 429, but for one that would wait
         * alone. Above 0.
         */
        @WithDefault("30m")
        Duration maxQueuedTime();

        /** What callers weigh beside others, by address or network: those of twice the weight get twice as much while both wait. Others weigh 1. */
        Optional<List<String>> weights();

        /** Times of day at which the batch class is treated as the interactive one, with their time zones. */
        Optional<List<String>> offPeak();

        /**
         * Share of the heap, less what the program takes itself, that the pictures of all generations may take, drawn or waiting, until they
         * are answered; beyond it the answer is 503. Above 0, below 1.
         */
        @WithDefault("0.3")
        double memory();

        /** Pictures that one request may ask for; 1 or more. */
        @WithDefault("16")
        int maxCount();

        /** The longest a generation may take, waiting included. */
        @WithDefault("5m")
        Duration deadline();
    }

    /** One call to a server. */
    interface Call {

        /** The longest one inference may take before it counts as failed. */
        @WithDefault("30s")
        Duration deadline();

        /** Tries of one step that failed or got no answer in time, each on another slice while there are some; 1 or more. */
        @WithDefault("3")
        int attempts();

        /** In which order steps of one class are made. */
        @WithDefault("slack")
        Order order();
    }

    /** Looking after the servers. */
    interface Poll {

        /** From the end of one look at a slice to the beginning of the next. */
        @WithDefault("1s")
        Duration interval();

        /** The longest a server may take to say how it is. A busy one is slow, so this is not to be short. */
        @WithDefault("5s")
        Duration timeout();
    }
}
