package dev.diffract.frontend.discovery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API of the Kubernetes cluster that this program runs in, asked as the service account of its pod. Its token and the cluster's certificates are read again with every
 * question, since they are renewed.
 */
public final class ClusterApi {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 16 << 20;

    private final URI address;
    private final Path account;
    private byte[] trusted = new byte[0];
    private Optional<HttpClient> client = Optional.empty();

    /**
     * @param address of the API
     * @param account the directory with the files {@code token}, {@code namespace} and {@code ca.crt}; the last is needed for HTTPS alone
     */
    ClusterApi(URI address, Path account) {
        this.address = address;
        this.account = account;
    }

    /** What it answered. */
    record Answer(int status, String body) {}

    /** Of the cluster that a pod's variables tell of; empty outside of one. */
    public static Optional<ClusterApi> of(Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host == null || host.isBlank()) {
            return Optional.empty();
        }
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return Optional.of(new ClusterApi(URI.create("https://" + literal + ":" + port), ACCOUNT));
    }

    /** @throws IOException if the account has none */
    String namespace() throws IOException {
        return read("namespace");
    }

    /**
     * Waits for an answer, a few seconds at most for its head.
     *
     * @throws IOException if there is none, or it is longer than 16 MiB; its message says why
     */
    synchronized Answer get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + read("token"))
                .header("Accept", "application/json")
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<InputStream> response = client().send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST + 1);
                if (bytes.length > MOST) {
                    throw new IOException("the cluster's API answers with more than 16 MiB");
                }
                return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (HttpTimeoutException e) {
            throw new IOException("the cluster's API does not answer in time", e);
        } catch (SSLException e) {
            throw new IOException("the cluster's API does not prove by ca.crt who it is", e);
        } catch (ConnectException e) {
            throw new IOException("the cluster's API cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this program ends", e);
        }
    }

    private String read(String file) throws IOException {
        try {
            return Files.readString(account.resolve(file)).strip();
        } catch (IOException e) {
            throw new IOException("the service account's " + file + " cannot be read", e);
        }
    }

    private HttpClient client() throws IOException {
        byte[] authorities =
                address.getScheme().equals("https") ? read("ca.crt").getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (client.isPresent() && Arrays.equals(authorities, trusted)) {
            return client.get();
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        HttpClient made = (authorities.length == 0 ? builder : builder.sslContext(trusting(authorities))).build();
        client = Optional.of(made);
        trusted = authorities;
        return made;
    }

    private static SSLContext trusting(byte[] authorities) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(authorities))) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the service account's ca.crt holds no certificates", e);
        }
    }
}
