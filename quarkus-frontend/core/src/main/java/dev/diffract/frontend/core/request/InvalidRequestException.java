package dev.diffract.frontend.core.request;

import java.util.List;

/** A request that cannot be carried out as asked; lists every fault, not only the first. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /**
     * @param faults at least one
     * @throws IllegalArgumentException if there is none
     */
    public InvalidRequestException(List<Fault> faults) {
        super("wrong fields: " + faults.stream().map(Fault::field).toList());
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("an invalid request has at least one fault");
        }
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
