package dev.diffract.embedded.http;

import java.util.Optional;

/**
 * A request after its body has arrived.
 *
 * @param method upper case
 * @param path decoded, without query
 * @param headerLength value of Inference-Header-Content-Length
 * @param contentEncoding value of Content-Encoding
 * @param body all of it
 */
record HttpRequestData(
        String method, String path, Optional<String> headerLength, Optional<String> contentEncoding, byte[] body) {}
