package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Finds how many samples the UNet takes at once, if nothing is said: fewer than were expected to fit if they do not, and more as long as they fit and pay,
 * which is measured. Every step builds the UNet's engine once more.
 */
final class BatchSearch {

    /** Builds the UNet's engine, or takes the one that was built before. */
    @FunctionalInterface
    interface Builds {
        EngineRecord unet(int batch) throws IOException;
    }

    /** What was found. */
    record Found(int batch, EngineRecord unet) {

        /** Samples a millisecond at the first size, at a batch that was measured. */
        private OptionalDouble rate(int samples) {
            Optional<Measurement> first = unet.measurements().stream().findFirst();
            return unet.measurements().stream()
                    .filter(run -> run.batch() == samples
                            && run.width() == first.get().width()
                            && run.height() == first.get().height())
                    .mapToDouble(run -> run.batch() / run.millis())
                    .findFirst();
        }
    }

    private final long room;
    private final Builds builds;
    private final Consumer<String> said;

    /**
     * @param room bytes for the UNet's activations, when the other engines have theirs
     * @param said hears what is tried, and why
     */
    BatchSearch(long room, Builds builds, Consumer<String> said) {
        this.room = room;
        this.builds = builds;
        this.said = said;
    }

    /** @return what fits, or the smallest that is of use */
    Found from(int first) throws IOException {
        Found found = new Found(first, builds.unet(first));
        return fits(found) ? larger(found) : smaller(found);
    }

    private Found smaller(Found first) throws IOException {
        Found found = first;
        while (!fits(found) && found.batch() > EngineOptions.SMALLEST_AUTOMATIC_BATCH) {
            said.accept("unet with a batch of " + found.batch() + " takes "
                    + MemoryBudget.mib(found.unet().activationBytes() - room)
                    + " MiB too many: it is built for less");
            int batch = found.batch() - 2;
            found = new Found(batch, builds.unet(batch));
        }
        return found;
    }

    private Found larger(Found first) throws IOException {
        Found found = first;
        while (true) {
            int next = next(found.batch());
            double gain = gain(found, found.batch(), found, previous(found.batch()));
            if (next > EngineOptions.LARGEST_AUTOMATIC_BATCH
                    || gain < EngineOptions.PAYING
                    || !expectedToFit(found, next)) {
                return found;
            }
            said.accept(String.format(
                    Locale.ROOT,
                    "unet with a batch of %d draws %.2f times as many samples in the same time as with %d: %d is tried",
                    found.batch(),
                    gain,
                    previous(found.batch()),
                    next));
            Optional<Found> tried = attempt(next);
            if (tried.isEmpty()
                    || !fits(tried.get())
                    || gain(tried.get(), next, found, found.batch()) < EngineOptions.PAYING) {
                said.accept(
                        "unet with a batch of " + next + " does not fit or does not pay: it stays at " + found.batch());
                return new Found(found.batch(), builds.unet(found.batch()));
            }
            found = tried.get();
        }
    }

    /** What cannot be built does not end the search: there is a batch that can. */
    private Optional<Found> attempt(int batch) throws IOException {
        try {
            return Optional.of(new Found(batch, builds.unet(batch)));
        } catch (BuildException e) {
            said.accept(e.getMessage());
            return Optional.empty();
        }
    }

    /** How many times as many samples one does in the same time as the other; 0 if either was not measured. */
    private static double gain(Found one, int batch, Found other, int otherBatch) {
        OptionalDouble rate = one.rate(batch);
        OptionalDouble otherRate = other.rate(otherBatch);
        return rate.isPresent() && otherRate.isPresent() ? rate.getAsDouble() / otherRate.getAsDouble() : 0;
    }

    /** Activations grow with the batch, about. */
    private boolean expectedToFit(Found found, int next) {
        return found.unet().activationBytes() / found.batch() * next <= room;
    }

    private boolean fits(Found found) {
        return found.unet().activationBytes() <= room;
    }

    private static int next(int batch) {
        return batch < EngineOptions.FIRST_AUTOMATIC_BATCH ? batch + 2 : batch * 2;
    }

    private static int previous(int batch) {
        return batch <= 2 ? 1 : batch <= EngineOptions.FIRST_AUTOMATIC_BATCH ? batch - 2 : batch / 2;
    }
}
