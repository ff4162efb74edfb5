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

        T deepest(Deepest limit);

        T charactersOfAllForms(CharactersOfAllForms limit);

        T unwritable(Unwritable limit);
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

    /** More brackets than these are open at once. */
    record Deepest(int most) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.deepest(this);
        }
    }

    /** All forms of the prompt together have more characters than are read. */
    record CharactersOfAllForms(int most) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.charactersOfAllForms(this);
        }
    }

    /**
     * The prompt has what no file can hold: U+0000, or half of a pair of surrogates.
     *
     * @param at which of its characters (code points), from 1
     */
    record Unwritable(int at) implements PromptLimit {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.unwritable(this);
        }
    }
}
