package dev.diffract.frontend.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** HTTP/2 (RFC 9113) frame by frame, over a connection that begins with it: what well-behaved clients cannot be made to send. */
public final class RawHttp2 implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;

    public static final int MAX_CONCURRENT_STREAMS = 3;
    public static final int MAX_HEADER_LIST_SIZE = 6;

    /** The error of requests that were not looked at. */
    public static final int REFUSED_STREAM = 7;

    /** The error of those who send too much of something. */
    public static final int ENHANCE_YOUR_CALM = 11;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int SECONDS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    public RawHttp2(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(SECONDS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /**
     * A frame.
     *
     * @param payload without the nine bytes before it, and of HEADERS without the priority
     */
    public record Frame(int type, int stream, byte[] payload) {

        /** Of a frame of type SETTINGS. */
        public Map<Integer, Integer> settings() {
            Map<Integer, Integer> settings = new HashMap<>();
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            while (bytes.hasRemaining()) {
                settings.put((int) bytes.getShort(), bytes.getInt());
            }
            return settings;
        }

        /** Of a frame of type GOAWAY or RST_STREAM. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(payload.length > 4 ? 4 : 0);
        }

        /** Whether a frame of type HEADERS begins with status 200, which HPACK has a number for. */
        public boolean isOk() {
            return payload[0] == (byte) 0x88;
        }

        /** Whether a frame of type HEADERS begins with this status, of those that HPACK has no number for. */
        public boolean hasStatus(int status) {
            // A literal (by one of three first bytes) of the name :status, its length, its three digits: elsewhere
            // digits are anything.
            int kind = payload[0];
            return (kind == 0x48 || kind == 0x08 || kind == 0x18)
                    && payload[1] == 3
                    && new String(payload, 2, 3, StandardCharsets.US_ASCII).equals(String.valueOf(status));
        }
    }

    /**
     * Asks for {@code GET /}.
     *
     * @param stream odd, and larger than the one before
     * @param more value of one more header
     */
    public void get(int stream, String more) throws IOException {
        get(stream, "localhost", more);
    }

    /** The same of another host than the one that is asked. */
    public void get(int stream, String authority, String more) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        block.write(0x84); // :path /
        block.write(0x01); // :authority
        text(block, authority);
        block.write(0x00); // a header of any name
        text(block, "more");
        text(block, more);
        send(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
    }

    /** Asks for what stands at an address. */
    public void read(int stream, String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        block.write(0x04); // :path
        text(block, path);
        block.write(0x01); // :authority
        text(block, "localhost");
        send(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
    }

    /** From now on nothing of any body may be sent. */
    public void closeWindows() throws IOException {
        send(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
    }

    /** The head of a {@code POST} of JSON, whose body is to follow. */
    public void post(int stream, String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x86); // :scheme http
        block.write(0x04); // :path
        text(block, path);
        block.write(0x01); // :authority
        text(block, "localhost");
        block.write(0x00);
        text(block, "content-type");
        text(block, "application/json");
        send(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** A piece of a body, and not the last. */
    public void data(int stream, byte[] piece) throws IOException {
        send(DATA, 0, stream, piece);
    }

    /** The last of a body. */
    public void end(int stream, byte[] piece) throws IOException {
        send(DATA, END_STREAM, stream, piece);
    }

    /** The beginning of a head, without an end. */
    public void begin(int stream) throws IOException {
        send(HEADERS, 0, stream, new byte[] {(byte) 0x82});
    }

    /** More of a head, without an end. */
    public void goOn(int stream) throws IOException {
        send(CONTINUATION, 0, stream, new byte[] {(byte) 0x86});
    }

    /** A text of HPACK, without its code of Huffman. */
    private static void text(ByteArrayOutputStream block, String text) throws IOException {
        int length = text.length();
        int prefix = 127;
        if (length < prefix) {
            block.write(length);
        } else {
            block.write(prefix);
            for (length -= prefix; length >= 128; length /= 128) {
                block.write(length % 128 + 128);
            }
            block.write(length);
        }
        block.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Says that it is there still. */
    public void ping() throws IOException {
        send(PING, 0, 0, new byte[8]);
    }

    /** Takes a request back. */
    public void reset(int stream) throws IOException {
        send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    /** The next frame of a type; those before it are thrown away. */
    public Frame await(int type) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** The next frame of a type on a stream; those before it are thrown away. */
    public Frame await(int type, int stream) throws IOException {
        Frame frame = await(type);
        while (frame.stream() != stream) {
            frame = await(type);
        }
        return frame;
    }

    /** How an answer on a stream begins, or that it is not given; frames before it are thrown away. */
    public Frame answer(int stream) throws IOException {
        Frame frame = next();
        while (frame.stream() != stream || (frame.type() != HEADERS && frame.type() != RST_STREAM)) {
            frame = next();
        }
        return frame;
    }

    private Frame next() throws IOException {
        byte[] payload = new byte[in.readUnsignedByte() << 16 | in.readUnsignedShort()];
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        in.readFully(payload);
        boolean hasPriority = type == HEADERS && (flags & PRIORITY) != 0;
        return new Frame(type, stream, Arrays.copyOfRange(payload, hasPriority ? PRIORITY_BYTES : 0, payload.length));
    }

    /** Whether the server has closed the connection, sooner or later. */
    public boolean isClosed() throws IOException {
        try {
            while (true) {
                next();
            }
        } catch (EOFException | SocketException closed) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
