package dev.diffract.frontend.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Asks Kubernetes for the endpoints of a service ({@code discovery.k8s.io/v1}, {@code EndpointSlice}): each is a server, called as its pod. Those that are not
 * ready are among them, since looks find out what they are; those whose pods are about to end are not. Of a pod with addresses of both kinds it is that of
 * IPv4.
 */
public final class EndpointLookup implements Lookup {

    private static final Logger LOG = Logger.getLogger(EndpointLookup.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORBIDDEN = 403;
    private static final int OK = 200;

    private final ClusterApi api;

    public EndpointLookup(ClusterApi api) {
        this.api = api;
    }

    /** @param name of a service; after a dot the namespace, if it is another than this program's */
    @Override
    public List<Found> lookUp(String name) throws IOException {
        int dot = name.indexOf('.');
        String service = dot < 0 ? name : name.substring(0, dot);
        String namespace = dot < 0 ? api.namespace() : name.substring(dot + 1);
        ClusterApi.Answer answer = api.get("/apis/discovery.k8s.io/v1/namespaces/" + namespace
                + "/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D" + service);
        if (answer.status() == FORBIDDEN) {
            throw new IOException("the service account may not list endpointslices in the namespace " + namespace);
        }
        if (answer.status() != OK) {
            throw new IOException("the cluster's API answers with " + answer.status());
        }
        List<Found> found = found(answer.body());
        if (found.isEmpty()) {
            throw new IOException("the service has no endpoints");
        }
        return found;
    }

    private static List<Found> found(String body) throws IOException {
        List<Found> all = new ArrayList<>();
        try {
            for (JsonNode slice : JSON.readTree(body).path("items")) {
                if (!slice.path("addressType").asText().equals("FQDN")) {
                    slice.path("endpoints").forEach(endpoint -> add(endpoint, all));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("the cluster's API answers with something else than JSON", e);
        }
        all.sort(Comparator.comparing(Found::name)
                .thenComparing(found -> found.address() instanceof Inet6Address)
                .thenComparing(found -> found.address().getHostAddress()));
        Set<String> names = new HashSet<>();
        all.removeIf(found -> !names.add(found.name()));
        return all;
    }

    /** All addresses of an endpoint are as good as its first one. */
    private static void add(JsonNode endpoint, List<Found> all) {
        String address = endpoint.path("addresses").path(0).asText();
        if (isAddress(address)
                && !endpoint.path("conditions").path("terminating").asBoolean()) {
            String pod = endpoint.path("targetRef").path("name").asText(address);
            try {
                all.add(new Found(pod, InetAddress.getByName(address)));
            } catch (UnknownHostException e) {
                LOG.debugf("'%s' is no address of a pod", address);
            }
        }
    }

    private static boolean isAddress(String text) {
        boolean four = !text.isEmpty() && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return four || text.indexOf(':') >= 0;
    }
}
