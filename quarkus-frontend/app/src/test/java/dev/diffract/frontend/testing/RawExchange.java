package dev.diffract.frontend.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One request of HTTP/1.1 as it is written, and its whole answer: what clients do not let anybody send.
 *
 * @param status of the answer
 * @param headers of the answer, their names in small letters
 */
public record RawExchange(int status, List<String> headers, String body) {

    private static final int MILLIS = 30_000;

    /**
     * @param lines the first one and the headers; {@code Connection} and the body's length are added
     */
    public static RawExchange send(URI server, List<String> lines, String body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(MILLIS);
            String head = String.join("\r\n", lines) + "\r\nConnection: close\r\nContent-Length: " + body.length();
            socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static RawExchange read(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        List<String> head = answer.substring(0, end).lines().toList();
        return new RawExchange(
                Integer.parseInt(head.get(0).split(" ")[1]),
                head.stream().skip(1).map(RawExchange::nameInSmallLetters).toList(),
                answer.substring(end + 4));
    }

    private static String nameInSmallLetters(String header) {
        int colon = header.indexOf(':');
        return header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon);
    }
}
