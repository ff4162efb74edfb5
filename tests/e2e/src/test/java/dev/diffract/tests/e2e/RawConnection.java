package dev.diffract.tests.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket to the frontend that is used as no client library lets anybody use one. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE = 120_000;

    /** So few bytes that what is not read soon waits at the other end. */
    private static final int LITTLE = 2048;

    /** Of HTTP/2, where nobody says otherwise; bytes. */
    private static final int LARGEST_FRAME = 16_384;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final byte[] INITIAL_WINDOW_SIZE_0 = {0, 4, 0, 0, 0, 0};

    private final Socket socket = new Socket();

    RawConnection(URI address) {
        try {
            socket.setReceiveBufferSize(LITTLE);
            socket.setTcpNoDelay(
                    true); // many small frames, none of which waits until the one before it is acknowledged
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            socket.setSoTimeout(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Asks for pictures. */
    RawConnection post(String accept, String body) {
        return send("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: "
                + accept + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** The same over HTTP/2, as its first stream. */
    RawConnection postHttp2(String accept, String body) {
        beginHttp2(accept);
        for (int at = 0; at < body.length(); at += LARGEST_FRAME) {
            int end = Math.min(at + LARGEST_FRAME, body.length());
            byte[] part = body.substring(at, end).getBytes(StandardCharsets.US_ASCII);
            frame(DATA, end == body.length() ? END_STREAM : 0, 1, part);
        }
        return this;
    }

    /** Begins to ask, and leaves the body out. */
    RawConnection beginHttp2(String accept) {
        return send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").frame(SETTINGS, 0, 0).begin(1, accept);
    }

    /** Begins HTTP/2, and lets the server send nothing of any body. */
    RawConnection closeWindows() {
        return send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").frame(SETTINGS, 0, 0, INITIAL_WINDOW_SIZE_0);
    }

    /** Asks for what is to be read over HTTP/2. */
    RawConnection getHttp2(int stream, String path) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write(0x82); // :method GET
        headers.write(0x86); // :scheme http
        field(headers, 0x04, path); // :path
        field(headers, 0x01, "localhost"); // :authority
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, headers.toByteArray());
    }

    /** Begins to ask on another stream. */
    RawConnection begin(int stream, String accept) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write(0x83); // :method POST
        headers.write(0x86); // :scheme http
        field(headers, 0x04, "/v1/generations"); // :path
        field(headers, 0x01, "localhost"); // :authority
        headers.write(0);
        text(headers, "accept");
        text(headers, accept);
        headers.write(0);
        text(headers, "content-type");
        text(headers, "application/json");
        return frame(HEADERS, END_HEADERS, stream, headers.toByteArray());
    }

    private static void field(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length()); // below 127
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A part of a body. */
    RawConnection data(int stream, String part) {
        return frame(DATA, 0, stream, part.getBytes(StandardCharsets.US_ASCII));
    }

    RawConnection resetStream(int stream) {
        return frame(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
    }

    RawConnection goAway() {
        return frame(GOAWAY, 0, 0, new byte[8]);
    }

    RawConnection frame(int type, int flags, int stream, byte... payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(frame);
            out.writeByte(payload.length >> 16);
            out.writeShort(payload.length);
            out.writeByte(type);
            out.writeByte(flags);
            out.writeInt(stream);
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return send(frame.toByteArray());
    }

    /** Lets the server send so many bytes more, of a stream or, where that is 0, of all together. */
    RawConnection grant(int stream, int bytes) {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /** A frame of HTTP/2, without what it holds. */
    record Frame(int length, int type, int flags, int stream) {

        boolean isOfBody() {
            return type == DATA;
        }

        boolean isHead() {
            return type == HEADERS;
        }

        boolean endsItsStream() {
            return type == RST_STREAM || ((isOfBody() || isHead()) && (flags & END_STREAM) != 0);
        }
    }

    /** The next frame of HTTP/2. */
    Frame next() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            Frame frame = new Frame(length, in.readUnsignedByte(), in.readUnsignedByte(), in.readInt());
            in.skipNBytes(length);
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes of an answer, as many as come at once. */
    String readSome() {
        try {
            byte[] bytes = new byte[LITTLE];
            int read = socket.getInputStream().read(bytes);
            return new String(bytes, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the server closes the connection; one that resets it throws. */
    String readToEnd() {
        try {
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more and goes on reading, as {@code nc -N} does. */
    RawConnection closeHalf() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With RST instead of FIN. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
