package dev.diffract.frontend.core.model;

import dev.diffract.repository.layout.ServedName;
import java.util.List;
import java.util.stream.Stream;

/** A certain checkpoint as requests name it: {@code demo@7b456182}, the model and the beginning of its digest. */
public final class CheckpointName {

    private static final String AT = "@";

    private CheckpointName() {}

    /** With as many digits as names on servers have. */
    public static String of(Checkpoint checkpoint) {
        return checkpoint.name()
                + AT
                + digits(checkpoint)
                        .substring(
                                0,
                                Math.min(ServedName.DIGITS, digits(checkpoint).length()));
    }

    /** Whether it names this checkpoint, by as many digits as {@link #of} has, or more. */
    public static boolean names(String name, Checkpoint checkpoint) {
        return name.startsWith(of(checkpoint))
                && digits(checkpoint)
                        .startsWith(name.substring(checkpoint.name().length() + AT.length()));
    }

    /** What a request may have in place of a name that nothing is called by. */
    public static List<String> choices(String wrong, ModelCatalog catalog) {
        Stream<String> models = catalog.models().stream().map(ModelDefinition::name);
        Stream<String> checkpoints = catalog.checkpoints().stream().map(model -> of(model.checkpoint()));
        return (wrong.contains(AT) ? Stream.concat(models, checkpoints) : models).toList();
    }

    private static String digits(Checkpoint checkpoint) {
        return checkpoint.digest().substring(checkpoint.digest().indexOf(':') + 1);
    }
}
