package dev.diffract.frontend.core.rollout;

/** A server did not take models into service, or out of it. The message says why, for operators. */
public final class ServerRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean byHand;

    private ServerRefusal(String why, boolean byHand) {
        super(why);
        this.byHand = byHand;
    }

    /** It failed. */
    public static ServerRefusal failed(String why) {
        return new ServerRefusal(why, false);
    }

    /** It takes no such orders: its models are changed by whoever runs it. */
    public static ServerRefusal byHand(String why) {
        return new ServerRefusal(why, true);
    }

    boolean isByHand() {
        return byHand;
    }
}
