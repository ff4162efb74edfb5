package dev.diffract.builder.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.builder.cli.fleet.FleetClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diffract fleet}: what operators ask of a frontend that runs. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Looks at the slices of a running frontend, and changes them without a restart.",
            "Exit code 0: done; 1: the frontend cannot be asked, or refuses; 2: wrong words."
        })
final class FleetCommand implements Runnable {

    private static final String AT = "The frontend's management port. Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: expected one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the slices: how each is, and how many calls it has; and how the latest switch of a model is.")
    void status(
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print the list as JSON.") boolean json) {
        JsonNode fleet = new FleetClient(address).status();
        if (json) {
            out().println(fleet.toPrettyString());
        } else {
            print(fleet.path("slices"));
            if (fleet.has("switch")) {
                out().println(sentence(fleet.path("switch")));
            }
        }
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps new calls from a slice. Those that it has it ends, and its pictures go on elsewhere.",
                "The last slice that can draw with some model is drained with --force only.",
                "It stays so until 'diffract fleet undrain', over a 'reload' too; a frontend that is started again knows nothing of it."
            })
    void drain(
            @Parameters(paramLabel = "SLICE", description = "Its name, as 'diffract fleet status' lists it.")
                    String slice,
            @Option(names = "--force", description = "Drain it also if nobody else can draw.") boolean force,
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print the slice as JSON.") boolean json) {
        told(new FleetClient(address).drain(slice, force), json);
        if (!json) {
            out().println("until 'diffract fleet undrain', or until the frontend is started again");
        }
    }

    @Command(name = "undrain", mixinStandardHelpOptions = true, description = "Lets a slice have calls again.")
    void undrain(
            @Parameters(paramLabel = "SLICE", description = "Its name, as 'diffract fleet status' lists it.")
                    String slice,
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print the slice as JSON.") boolean json) {
        told(new FleetClient(address).undrain(slice), json);
    }

    @Command(
            name = "reload",
            mixinStandardHelpOptions = true,
            description = {
                "Has the frontend read the file again that lists its slices (diffract.fleet.file).",
                "New slices get calls once they were looked at; those that are gone end what they have. A wrong file changes nothing."
            })
    void reload(
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print what changed as JSON.") boolean json) {
        JsonNode change = new FleetClient(address).reload();
        if (json) {
            out().println(change.toPrettyString());
        } else if (change.path("come").isEmpty() && change.path("gone").isEmpty()) {
            out().println("nothing changed");
        } else {
            names("come", change);
            names("gone", change);
        }
    }

    @Command(
            name = "switch",
            mixinStandardHelpOptions = true,
            description = {
                "Switches a model to the checkpoint of another repository, slice by slice, while pictures are drawn.",
                "The first failure stops it and brings every slice back. 'diffract fleet status' tells how far it is. Ordered again for the"
                        + " same repository, it changes who draws with it first, or goes on to everybody."
            })
    void switchTo(
            @Parameters(paramLabel = "REPOSITORY", description = "Its directory, as the frontend finds it.")
                    Path repository,
            @Option(
                            names = "--canary",
                            paramLabel = "PERCENT",
                            description = "So many of the callers draw with it first, until this is ordered again.")
                    Integer canary,
            @Option(
                            names = "--callers",
                            paramLabel = "ADDRESS[,ADDRESS...]",
                            description =
                                    "These callers draw with it first, whatever the percentage: addresses or networks.")
                    String callers,
            @Option(
                            names = "--in-place",
                            description =
                                    "Every slice has one checkpoint at a time, even where two fit: it is drained, and the one before unloaded.")
                    boolean inPlace,
            @Option(
                            names = "--grace",
                            paramLabel = "SECONDS",
                            description =
                                    "What has begun with the checkpoint before may take so long to end; then it starts again. Default: 120.")
                    Integer grace,
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print how the switch is as JSON.") boolean json) {
        Map<String, String> more = new LinkedHashMap<>();
        if (canary != null) {
            more.put("canary", canary.toString());
        }
        if (callers != null) {
            more.put("callers", callers);
        }
        if (inPlace) {
            more.put("in_place", "true");
        }
        if (grace != null) {
            more.put("grace", grace.toString());
        }
        change(new FleetClient(address).switchTo(repository.toAbsolutePath().toString(), more), json);
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Takes the latest switch of a model back, whether it is done or under way.")
    void rollback(
            @Option(names = "--at", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", description = AT)
                    String address,
            @Option(names = "--json", description = "Print how that is as JSON.") boolean json) {
        change(new FleetClient(address).rollback(), json);
    }

    private void change(JsonNode change, boolean json) {
        out().println(json ? change.toPrettyString() : sentence(change));
    }

    private static String sentence(JsonNode change) {
        return "switch from " + change.path("from").asText() + " to "
                + change.path("to").asText() + ": " + change.path("phase").asText() + ", "
                + change.path("switched").asInt() + " of "
                + change.path("slices").asInt() + " slices have it, "
                + Math.round(change.path("part").asDouble() * 100) + " % of new pictures"
                + (change.path("reason").isTextual()
                        ? ". " + change.path("reason").asText()
                        : "");
    }

    private void names(String what, JsonNode change) {
        List<String> names = new ArrayList<>();
        change.path(what).forEach(name -> names.add(name.asText()));
        if (!names.isEmpty()) {
            out().println(what + ": " + String.join(", ", names));
        }
    }

    private void told(JsonNode slice, boolean json) {
        if (json) {
            out().println(slice.toPrettyString());
            return;
        }
        int calls = slice.path("in_flight").asInt();
        out().println("slice " + slice.path("name").asText() + ": " + state(slice)
                + (calls == 0 ? "" : ", calls that it still has: " + calls));
    }

    private void print(JsonNode slices) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("SLICE", "STATE", "CALLS", "SERVER", "REASON")));
        for (JsonNode slice : slices) {
            rows.add(List.of(
                    slice.path("name").asText(),
                    state(slice),
                    slice.path("in_flight").asText(),
                    slice.path("target").asText(),
                    slice.path("reason").asText("")));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int wanted = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(wanted).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(width - cell.length() + 2));
            }
            out().println(line.toString().stripTrailing());
        }
    }

    /** A slice that is drained may be ill besides. */
    private static String state(JsonNode slice) {
        String state = slice.path("state").asText();
        return slice.path("drained").asBoolean() && !state.equals("draining") ? state + ", drained" : state;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
