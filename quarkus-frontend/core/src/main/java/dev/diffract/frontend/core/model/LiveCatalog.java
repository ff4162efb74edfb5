package dev.diffract.frontend.core.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models of which one at a time may get another checkpoint while pictures are drawn. Thread-safe. */
public final class LiveCatalog implements ModelCatalog {

    private volatile Shelf shelf;

    /**
     * @param models the default one first; not empty, and no two of the same name
     */
    public LiveCatalog(List<ModelDefinition> models) {
        this.shelf = new Shelf(List.copyOf(models), null);
    }

    /** @param coming what one of the models is switched to, if one is */
    private record Shelf(
            List<ModelDefinition> settled, @Nullable Coming coming) {}

    /**
     * @param both whether the one before can be drawn with, too
     * @param blamed is told how a picture failed with the next one only
     */
    private record Coming(ModelDefinition next, Share share, boolean both, Consumer<String> blamed) {

        boolean isOf(String name) {
            return next.name().equals(name);
        }

        boolean is(Checkpoint checkpoint) {
            return next.checkpoint().digest().equals(checkpoint.digest()) && isOf(checkpoint.name());
        }
    }

    @Override
    public List<ModelDefinition> models() {
        Shelf now = shelf;
        Coming coming = now.coming();
        return coming != null && coming.share().isWhole() ? with(now.settled(), coming.next()) : now.settled();
    }

    @Override
    public List<ModelDefinition> checkpoints() {
        Shelf now = shelf;
        Coming coming = now.coming();
        return coming == null
                ? now.settled()
                : Stream.concat(now.settled().stream(), Stream.of(coming.next()))
                        .toList();
    }

    @Override
    public Checkpoint beginning(Checkpoint planned, String caller) {
        Shelf now = shelf;
        Coming coming = now.coming();
        if (coming != null
                && coming.isOf(planned.name())
                && coming.share().has(caller, coming.next().checkpoint().digest())) {
            return coming.next().checkpoint();
        }
        return settled(now, planned.name()).map(ModelDefinition::checkpoint).orElse(planned);
    }

    @Override
    public Optional<Checkpoint> insteadOf(Checkpoint failed) {
        Shelf now = shelf;
        Coming coming = now.coming();
        return coming != null && coming.both() && coming.is(failed)
                ? settled(now, failed.name()).map(ModelDefinition::checkpoint)
                : Optional.empty();
    }

    @Override
    public void blame(Checkpoint failed, String sentence) {
        Coming coming = shelf.coming();
        if (coming != null && coming.is(failed)) {
            coming.blamed().accept(sentence);
        }
    }

    /**
     * Takes in another checkpoint of a model, with which nobody draws yet.
     *
     * @param blamed is told how a picture failed with it that could be drawn with the one before
     * @throws IllegalStateException if another one is coming, or there is no such model
     */
    public synchronized void bring(ModelDefinition next, Consumer<String> blamed) {
        if (shelf.coming() != null || settled(shelf, next.name()).isEmpty()) {
            throw new IllegalStateException("no place for another checkpoint of " + next.name());
        }
        shelf = new Shelf(shelf.settled(), new Coming(next, Share.NONE, true, blamed));
    }

    /**
     * Says whose new pictures are drawn with the one that comes; nothing if none does.
     *
     * @param both whether the one before can be drawn with, too
     */
    public synchronized void share(Share share, boolean both) {
        Coming coming = shelf.coming();
        if (coming != null) {
            shelf = new Shelf(shelf.settled(), new Coming(coming.next(), share, both, coming.blamed()));
        }
    }

    /** The one that comes takes the place of the one before, which is gone. */
    public synchronized void settle() {
        Coming coming = shelf.coming();
        if (coming != null) {
            shelf = new Shelf(with(shelf.settled(), coming.next()), null);
        }
    }

    /** The one that was coming is gone. */
    public synchronized void abandon() {
        shelf = new Shelf(shelf.settled(), null);
    }

    private static Optional<ModelDefinition> settled(Shelf shelf, String name) {
        return shelf.settled().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    private static List<ModelDefinition> with(List<ModelDefinition> models, ModelDefinition next) {
        return models.stream()
                .map(model -> model.name().equals(next.name()) ? next : model)
                .toList();
    }
}
