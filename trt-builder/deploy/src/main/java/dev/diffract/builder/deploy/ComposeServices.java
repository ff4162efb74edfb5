package dev.diffract.builder.deploy;

import dev.diffract.builder.files.Yaml;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.plan.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What compose files have in common, whatever their slices run on. */
final class ComposeServices {

    /** Where a server finds the profile directory of its slice. */
    static final String MOUNT = "/repository";

    /** Longer than the frontend gives its pictures (diffract.shutdown.grace, 30 s) and its last answers. */
    private static final String FRONTEND_EXIT = "45s";

    private static final String LOOPBACK = "127.0.0.1";

    private ComposeServices() {}

    /** A project of one server per slice, and the frontend. */
    static String project(
            List<String> comment,
            String name,
            Deployment deployment,
            BiFunction<Card, CardSlice, Map<String, Object>> server) {
        Map<String, Object> services = new LinkedHashMap<>();
        for (Card card : deployment.cards()) {
            for (CardSlice slice : card.slices()) {
                services.put(slice.name(), server.apply(card, slice));
            }
        }
        services.put("frontend", frontend(deployment));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", name);
        root.put("services", services);
        return Yaml.print(comment, root);
    }

    private static Map<String, Object> frontend(Deployment deployment) {
        List<Object> mounts = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        deployment.models().forEach((model, directory) -> {
            String target = "/repositories/" + model;
            mounts.add(mount(directory, target));
            repositories.add(target + "/" + ProfileDirectory.CURRENT);
        });
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put(FrontendSettings.REPOSITORIES, FrontendSettings.list(repositories));
        environment.put(
                FrontendSettings.SLICES,
                FrontendSettings.slices(deployment, slice -> slice.name() + ":" + TritonCommand.GRPC));
        environment.put(
                FrontendSettings.USAGE,
                FrontendSettings.slices(deployment, slice -> slice.name() + ":" + TritonCommand.METRICS));
        FrontendSettings.DOORS.forEach(key -> environment.put(key, "${" + key + ":-}"));
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("image", "${FRONTEND_IMAGE:-" + Images.FRONTEND + "}");
        service.put("environment", environment);
        service.put("volumes", mounts);
        Ports ports = deployment.plan().ports();
        service.put(
                "ports",
                List.of(
                        // Whoever reaches it may draw: opening it to others is up to who deploys.
                        "${FRONTEND_ADDRESS:-" + LOOPBACK + "}:" + ports.frontend() + ":" + Ports.DEFAULT_FRONTEND,
                        publish(ports.management(), Ports.DEFAULT_MANAGEMENT)));
        service.put("healthcheck", HealthCheck.of(Ports.DEFAULT_MANAGEMENT, "/q/health/ready"));
        service.put("depends_on", slices(deployment));
        service.put("restart", "unless-stopped");
        service.put("stop_grace_period", FRONTEND_EXIT);
        return service;
    }

    /**
     * Compose stops in the reverse order: the frontend first, which draws on the slices until its pictures are finished. It starts without
     * waiting for them to be ready, and without one that is not there.
     */
    private static Map<String, Object> slices(Deployment deployment) {
        Map<String, Object> slices = new LinkedHashMap<>();
        deployment.cards().stream().flatMap(card -> card.slices().stream()).forEach(slice -> {
            Map<String, Object> dependency = new LinkedHashMap<>();
            dependency.put("condition", "service_started");
            dependency.put("required", false);
            slices.put(slice.name(), dependency);
        });
        return slices;
    }

    /** The whole profile directory, because the link to the served version points to its neighbour. */
    static Map<String, Object> mount(ProfileDirectory directory, String target) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("type", "bind");
        mount.put("source", literal(directory.path().toString()));
        mount.put("target", target);
        mount.put("read_only", true);
        mount.put("bind", Map.of("create_host_path", false));
        return mount;
    }

    /** A server's ports on the host, which nobody else can reach. */
    static List<String> ports(Deployment deployment, CardSlice slice) {
        Ports ports = deployment.plan().ports();
        return List.of(
                publish(ports.http(slice.number()), TritonCommand.HTTP),
                publish(ports.grpc(slice.number()), TritonCommand.GRPC),
                publish(ports.metrics(slice.number()), TritonCommand.METRICS));
    }

    private static String publish(int host, int container) {
        return LOOPBACK + ":" + host + ":" + container;
    }

    /** Compose puts variables in place of what follows a dollar sign. */
    static String literal(String text) {
        return text.replace("$", "$$");
    }
}
