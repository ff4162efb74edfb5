package dev.diffract.frontend.core.admission;

/** A place in the queue or among those who draw. Thread-safe. */
public interface Place {

    /** Of somebody who has none. */
    Place NONE = new Place() {

        @Override
        public void advance(double part) {}

        @Override
        public void drawn() {}

        @Override
        public void leave(boolean drawn) {}
    };

    /**
     * A part of what it asked for is drawn.
     *
     * @param part of all of its cost, 0 to 1
     */
    void advance(double part);

    /** One of its pictures is drawn, and another may begin instead, whoever's it is. */
    void drawn();

    /**
     * Gives up all that it has; later calls do nothing.
     *
     * @param drawn whether all is drawn that was asked for
     */
    void leave(boolean drawn);
}
