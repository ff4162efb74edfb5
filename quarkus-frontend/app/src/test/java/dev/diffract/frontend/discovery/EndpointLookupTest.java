package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.diffract.frontend.discovery.Lookup.Found;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers have the form of {@code discovery.k8s.io/v1}; what a real cluster says is not asked here. */
class EndpointLookupTest {

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path account;

    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{\"kind\": \"EndpointSliceList\", \"items\": []}";
    private volatile String asked = "";
    private volatile String authorization = "";

    @BeforeEach
    void start() throws IOException {
        Files.writeString(account.resolve("token"), "first\n");
        Files.writeString(account.resolve("namespace"), "diffract");
        begin(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private void begin(HttpServer begun) {
        server = begun;
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachEndpointIsAServerThatIsCalledAsItsPod() throws IOException {
        body = list(slice("IPv4", pod("triton-1", "10.0.0.9", ""), pod("triton-0", "10.0.0.7", "\"ready\": true")));

        assertThat(found("triton")).containsExactly(server("triton-0", "10.0.0.7"), server("triton-1", "10.0.0.9"));
        assertThat(asked)
                .isEqualTo("/apis/discovery.k8s.io/v1/namespaces/diffract/endpointslices"
                        + "?labelSelector=kubernetes.io%2Fservice-name%3Dtriton");
        assertThat(authorization).isEqualTo("Bearer first");
    }

    /** Looks find out what those are that are not ready; whose pods end get no new calls. */
    @Test
    void thoseThatAreNotReadyAreThereAndThoseThatEndAreNot() throws IOException {
        body = list(slice(
                "IPv4",
                pod("triton-0", "10.0.0.7", "\"ready\": false, \"serving\": false, \"terminating\": false"),
                pod("triton-1", "10.0.0.8", "\"ready\": false, \"serving\": true, \"terminating\": true")));

        assertThat(found("triton")).containsExactly(server("triton-0", "10.0.0.7"));
    }

    @Test
    void aServiceMayHaveManySlicesOfEndpointsAndAPodTwoAddresses() throws IOException {
        body = list(
                slice("IPv6", pod("triton-0", "fd00::7", "")),
                slice("IPv4", pod("triton-0", "10.0.0.7", "")),
                slice("IPv6", pod("triton-1", "fd00::8", "")),
                slice("FQDN", "{\"addresses\": [\"elsewhere.example\"]}"),
                slice(
                        "IPv4",
                        "{\"addresses\": [\"10.0.0.1\"]}",
                        "{\"addresses\": [\"no:address\"]}",
                        "{\"addresses\": []}"));

        assertThat(found("triton"))
                .containsExactly(
                        server("10.0.0.1", "10.0.0.1"), server("triton-0", "10.0.0.7"), server("triton-1", "fd00::8"));
    }

    @Test
    void anotherNamespaceStandsBehindADotAndTheTokenIsReadAnew() throws IOException {
        body = list(slice("IPv4", pod("triton-0", "10.0.0.7", "")));
        found("triton");
        Files.writeString(account.resolve("token"), "second");

        found("triton.gpu");

        assertThat(asked).startsWith("/apis/discovery.k8s.io/v1/namespaces/gpu/endpointslices?");
        assertThat(authorization).isEqualTo("Bearer second");
    }

    @Test
    void whyNobodyCanTellIsSaid() throws IOException {
        assertThatThrownBy(() -> found("triton"))
                .isInstanceOf(IOException.class)
                .hasMessage("the service has no endpoints");
        body = "<html>";
        assertThatThrownBy(() -> found("triton")).hasMessage("the cluster's API answers with something else than JSON");
        status = 403;
        assertThatThrownBy(() -> found("triton"))
                .hasMessage("the service account may not list endpointslices in the namespace diffract");
        status = 500;
        assertThatThrownBy(() -> found("triton")).hasMessage("the cluster's API answers with 500");
        stop();
        assertThatThrownBy(() -> found("triton")).hasMessage("the cluster's API cannot be reached");
        Files.delete(account.resolve("token"));
        assertThatThrownBy(() -> found("triton")).hasMessage("the service account's token cannot be read");
    }

    @Test
    void theClusterProvesItselfByTheAccountsAuthorities() throws Exception {
        stop();
        begin(encrypted());
        body = list(slice("IPv4", pod("triton-0", "10.0.0.7", "")));
        Lookup lookup = lookup("https");

        assertThat(lookup.lookUp("triton")).containsExactly(server("triton-0", "10.0.0.7"));

        Files.writeString(account.resolve("ca.crt"), authority("another"));
        assertThatThrownBy(() -> lookup.lookUp("triton"))
                .hasMessage("the cluster's API does not prove by ca.crt who it is");
        Files.writeString(account.resolve("ca.crt"), "none");
        assertThatThrownBy(() -> lookup.lookUp("triton"))
                .hasMessage("the service account's ca.crt holds no certificates");
    }

    @Test
    void aPodsVariablesTellWhereTheClusterIs() {
        assertThat(ClusterApi.of(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443")))
                .isPresent();
        assertThat(ClusterApi.of(Map.of())).isEmpty();
    }

    private List<Found> found(String service) throws IOException {
        return lookup("http").lookUp(service);
    }

    private Lookup lookup(String scheme) {
        URI address = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
        return new EndpointLookup(new ClusterApi(address, account));
    }

    private static Found server(String name, String address) throws IOException {
        return new Found(name, InetAddress.getByName(address));
    }

    private static String list(String... slices) {
        return "{\"kind\": \"EndpointSliceList\", \"apiVersion\": \"discovery.k8s.io/v1\", \"items\": ["
                + String.join(", ", slices) + "]}";
    }

    private static String slice(String type, String... endpoints) {
        return "{\"metadata\": {\"name\": \"triton-x\"}, \"addressType\": \"" + type + "\", \"endpoints\": ["
                + String.join(", ", endpoints)
                + "], \"ports\": [{\"name\": \"grpc\", \"protocol\": \"TCP\", \"port\": 8001}]}";
    }

    private static String pod(String name, String address, String conditions) {
        return "{\"addresses\": [\"" + address + "\"], \"conditions\": {" + conditions
                + "}, \"targetRef\": {\"kind\": \"Pod\", \"namespace\": \"diffract\", \"name\": \"" + name + "\"}}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestURI().toString();
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpsServer encrypted() throws Exception {
        Files.writeString(account.resolve("ca.crt"), authority("cluster"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("cluster"), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        return https;
    }

    private KeyStore store(String name) throws Exception {
        try (InputStream file = Files.newInputStream(account.resolve(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD);
            return store;
        }
    }

    /** The certificate of a new key for this machine, which vouches for itself. */
    private String authority(String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        account.resolve(name + ".p12").toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        byte[] certificate = store(name).getCertificate(name).getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }
}
