package dev.diffract.frontend.core.model;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether one checkpoint can take the place of another while pictures wait that were planned for that one: prompts are read and numbers are
 * checked before anything waits, so what they depend on must be the same.
 */
public final class Succession {

    /** Where the files of it are in a repository. */
    private static final String TOKENIZER = "tokenizer/";

    private Succession() {}

    /** Why it cannot, for operators; empty if it can. */
    public static Optional<String> obstacle(ModelDefinition before, ModelDefinition after) {
        Manifest old = before.manifest();
        Manifest next = after.manifest();
        if (old.checkpoint().equals(next.checkpoint())) {
            return Optional.of("it is the checkpoint that is served already");
        }
        if (!old.provesCheckpoint() || !next.provesCheckpoint()) {
            return Optional.of(
                    "the names of the models of an earlier builder do not say their checkpoint, so that two cannot be told apart");
        }
        return different(
                        "family of models",
                        old.pipeline().family().equals(next.pipeline().family()))
                .or(() -> different("set of models' roles", roles(old).equals(roles(next))))
                .or(() -> different(
                        "numbers of the pipeline",
                        old.pipeline().numbers().equals(next.pipeline().numbers())))
                .or(() -> different(
                        "sizes of pictures",
                        old.pipeline().sizes().equals(next.pipeline().sizes())))
                .or(() -> different(
                        "way to make previews",
                        old.pipeline().previews().isPresent()
                                == next.pipeline().previews().isPresent()))
                .or(() -> different("scheduler", before.scheduler().equals(after.scheduler())))
                .or(() -> different("tokenizer", tokenizer(old).equals(tokenizer(next))));
    }

    private static Optional<String> different(String what, boolean same) {
        return same
                ? Optional.empty()
                : Optional.of("its " + what + " is another, so that waiting pictures could not be drawn with it");
    }

    private static Set<ModelRole> roles(Manifest manifest) {
        return manifest.models().stream().map(Manifest.ServedModel::role).collect(Collectors.toSet());
    }

    private static Map<String, FileDigest> tokenizer(Manifest manifest) {
        return manifest.files().entrySet().stream()
                .filter(file -> file.getKey().startsWith(TOKENIZER))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
