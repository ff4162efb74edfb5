package dev.diffract.frontend.dialect;

import java.util.Map;

/**
 * An answer that says what went wrong.
 *
 * @param status 400 to 599
 * @param mediaType of the body
 * @param headers beside the media type
 */
public record ErrorAnswer(int status, String mediaType, byte[] body, Map<String, String> headers) {

    public ErrorAnswer {
        headers = Map.copyOf(headers);
    }
}
