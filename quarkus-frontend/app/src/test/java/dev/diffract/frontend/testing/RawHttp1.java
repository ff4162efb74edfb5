package dev.diffract.frontend.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 byte by byte: what well-behaved clients cannot be made to send. */
public final class RawHttp1 implements AutoCloseable {

    private static final int PATIENCE = 60_000;

    private final Socket socket;

    public RawHttp1(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE);
    }

    /**
     * Sends the head of a POST of JSON.
     *
     * @param headers more of them, without line ends
     */
    public RawHttp1 post(String path, String... headers) throws IOException {
        send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
        for (String header : headers) {
            send(header + "\r\n");
        }
        return send("\r\n");
    }

    public RawHttp1 send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp1 send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Everything that is answered until the server closes the connection. */
    public String readToEnd() throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (SocketException reset) {
            answer.append("(reset)");
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
