package dev.diffract.frontend.core.text;

/** What a prompt must keep to beside its length in characters. The words for it are the reader's own. */
public sealed interface PromptLimit {

    /** Tells which one it is. */
    <T> T told(Teller<T> teller);

    /**
     * What somebody makes of limits: a method for each, so that none is forgotten.
     *
     * @param <T> what it makes
     */
    interface Teller<T> {

        T chunks(Chunks limit);

        T chunksOfAllForms(ChunksOfAllForms limit);

        T heaviest(Heaviest limit);

        T lightParts(LightParts limit);

        T weightsOnly(WeightsOnly limit);
    }

    /**
     * One form of the prompt has more chunks than are encoded.
     *
     * @param room tokens of a chunk
     * @param tokens it had
     * @param chunks it had
     */
    record Chunks(int most, int room, int tokens, int chunks) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.chunks(this);
        }
    }

    /**
     * All forms of the prompt together have more chunks than are encoded.
     *
     * @param room tokens of a chunk
     */
    record ChunksOfAllForms(int most, int room) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.chunksOfAllForms(this);
        }
    }

    /** A part counts more than this, up or down. */
    record Heaviest(int most) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.heaviest(this);
        }
    }

    /** More parts than these are weighted down in compel's syntax, where each costs an encoding. */
    record LightParts(int most) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.lightParts(this);
        }
    }

    /** The prompt uses an operation of compel's other than weights. */
    record WeightsOnly() implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.weightsOnly(this);
        }
    }
}
