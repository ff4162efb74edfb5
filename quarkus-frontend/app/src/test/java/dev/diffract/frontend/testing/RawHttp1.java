package dev.diffract.frontend.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/1.1 byte by byte: what well-behaved clients cannot be made to send. */
public final class RawHttp1 implements AutoCloseable {

    private static final int PATIENCE = 60_000;
    private static final int BETWEEN = 50;
    private static final String CLOSED = "closed";
    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)\\r\\n");

    private final Socket socket;

    public RawHttp1(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE);
    }

    /** From another of this machine's addresses: all that begin with 127 are. */
    public RawHttp1(URI address, String from) throws IOException {
        socket =
                new Socket(InetAddress.getByName(address.getHost()), address.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE);
    }

    /** Sends a whole GET. */
    public RawHttp1 get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
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

    /**
     * Sends a text again and again, a little at a time, until there is an answer or nobody listens any more.
     *
     * @return everything that is answered until the server closes the connection
     */
    public String trickle(String text) throws IOException {
        socket.setSoTimeout(BETWEEN);
        String first = "";
        while (first.isEmpty()) {
            try {
                send(text);
                int next = socket.getInputStream().read();
                first = next < 0 ? CLOSED : String.valueOf((char) next);
            } catch (SocketTimeoutException nothingYet) {
                continue;
            } catch (SocketException reset) {
                first = CLOSED;
            }
        }
        socket.setSoTimeout(PATIENCE);
        return first.equals(CLOSED) ? "" : first + readToEnd();
    }

    /**
     * Sends a text again and again, a little at a time, until nobody listens any more.
     *
     * @return everything that was answered
     */
    public String trickleToEnd(String text) throws IOException {
        socket.setSoTimeout(BETWEEN);
        StringBuilder answer = new StringBuilder();
        while (true) {
            try {
                send(text);
                int next = socket.getInputStream().read();
                while (next >= 0) {
                    answer.append((char) next);
                    next = socket.getInputStream().read();
                }
                return answer.toString();
            } catch (SocketTimeoutException nothingYet) {
                continue;
            } catch (SocketException reset) {
                return answer.toString();
            }
        }
    }

    /** One answer, by its {@code Content-Length}; the connection stays open. */
    public String readAnswer() throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append(next(in));
        }
        Matcher length = LENGTH.matcher(answer);
        if (!length.find()) {
            throw new IOException("no Content-Length: " + answer);
        }
        for (int left = Integer.parseInt(length.group(1)); left > 0; left--) {
            answer.append(next(in));
        }
        return answer.toString();
    }

    private static char next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the server closed the connection");
        }
        return (char) next;
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

    /** Whether the server has closed the connection by now; for one that is owed no answer. */
    public boolean isClosed() {
        try {
            socket.setSoTimeout(1);
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException stillOpen) {
                socket.setSoTimeout(PATIENCE);
                return false;
            }
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
