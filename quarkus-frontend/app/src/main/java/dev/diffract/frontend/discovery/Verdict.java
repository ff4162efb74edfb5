package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.ServerLook;
import dev.diffract.frontend.triton.ServerLook.IndexedModel;
import dev.diffract.frontend.triton.ServerLook.ModelDetails;
import dev.diffract.repository.layout.ServedName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a look at a server means for the frontend, in sentences for everybody: what the server itself says is for the log alone. */
final class Verdict {

    private static final int SHORT_DIGEST = 12;

    private final Supplier<ExpectedModels> source;

    Verdict(Supplier<ExpectedModels> source) {
        this.source = source;
    }

    InstanceSnapshot of(TritonInstance instance, ServerLook look) {
        if (!look.ready() && !othersAreToBlame(look)) {
            return InstanceSnapshot.out(instance, InstanceState.UNHEALTHY, "The server is not ready" + culprits(look));
        }
        Map<String, ServedModel> models = new TreeMap<>();
        for (Map.Entry<String, ModelDetails> model : new TreeMap<>(look.details()).entrySet()) {
            Optional<String> checkpoint = model.getValue().checkpoint();
            Set<String> allowed = source.get().checkpoints().get(model.getKey());
            if (checkpoint.isEmpty() || !allowed.contains(checkpoint.get())) {
                return mismatched(instance, model.getKey(), checkpoint, allowed);
            }
            models.put(
                    model.getKey(),
                    new ServedModel(
                            checkpoint.get(),
                            model.getValue().largestBatch(),
                            model.getValue().engine(),
                            model.getValue().arithmetic(),
                            model.getValue().measured(),
                            model.getValue().memory()));
        }
        if (models.isEmpty()) {
            return nothingExpected(instance, look);
        }
        return InstanceSnapshot.healthy(instance, models);
    }

    /** Whether all models of a checkpoint are ready: one that is being loaded or unloaded beside it keeps nobody from it. */
    private boolean othersAreToBlame(ServerLook look) {
        return look.models().values().stream().anyMatch(model -> !model.ready())
                && source.get().manifests().stream()
                        .anyMatch(manifest -> manifest.models().stream()
                                .allMatch(model -> Optional.ofNullable(
                                                look.models().get(model.name()))
                                        .filter(IndexedModel::ready)
                                        .isPresent()));
    }

    private InstanceSnapshot nothingExpected(TritonInstance instance, ServerLook look) {
        boolean coming = look.models().keySet().stream().anyMatch(source.get().names()::contains);
        if (coming) {
            return InstanceSnapshot.out(instance, InstanceState.UNHEALTHY, "No model is ready" + culprits(look));
        }
        return otherCheckpoint(instance, look).orElseGet(() -> unknown(instance, look));
    }

    /** What to say of a server that has a model of a repository here, of another checkpoint. */
    private Optional<InstanceSnapshot> otherCheckpoint(TritonInstance instance, ServerLook look) {
        Map<String, String> own = new TreeMap<>();
        names(source.get().names()).forEach(name -> own.put(name.model(), name.digits()));
        return names(look.models().keySet())
                .filter(name -> own.containsKey(name.model()))
                .map(name -> mismatched(instance, name.model(), Optional.of(name.digits()), own.get(name.model())))
                .findFirst();
    }

    private static Stream<ServedName> names(Set<String> served) {
        return served.stream().sorted().flatMap(name -> ServedName.parse(name).stream());
    }

    private InstanceSnapshot unknown(TritonInstance instance, ServerLook look) {
        return InstanceSnapshot.out(
                instance,
                InstanceState.MISMATCHED,
                "The server has none of the models of the repositories here ("
                        + list(source.get().names()) + "); it lists "
                        + (look.models().isEmpty() ? "none" : list(look.models().keySet())) + ".");
    }

    private static InstanceSnapshot mismatched(
            TritonInstance instance, String model, Optional<String> actual, Set<String> allowed) {
        String wanted = allowed.stream().map(Verdict::shorten).collect(Collectors.joining(", "));
        return mismatched(instance, model, actual.map(Verdict::shorten), wanted);
    }

    private static InstanceSnapshot mismatched(
            TritonInstance instance, String model, Optional<String> actual, String wanted) {
        return InstanceSnapshot.out(
                instance,
                InstanceState.MISMATCHED,
                "The server's model " + model
                        + actual.map(digest -> " is of checkpoint " + digest).orElse(" names no checkpoint")
                        + ", the repository here is of checkpoint " + wanted + ".");
    }

    private static String culprits(ServerLook look) {
        String culprits = new TreeMap<>(look.models())
                .entrySet().stream()
                        .filter(model -> !model.getValue().ready())
                        .map(model -> model.getKey()
                                + (model.getValue().state().isEmpty()
                                        ? ""
                                        : " (" + model.getValue().state() + ")"))
                        .collect(Collectors.joining(", "));
        return culprits.isEmpty() ? "." : ": " + culprits + ".";
    }

    /** Digests are long; their beginnings tell them apart. */
    private static String shorten(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.length() <= SHORT_DIGEST ? hex : hex.substring(0, SHORT_DIGEST);
    }

    private static String list(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
