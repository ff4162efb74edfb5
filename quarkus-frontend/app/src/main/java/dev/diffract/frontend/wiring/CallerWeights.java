package dev.diffract.frontend.wiring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What callers weigh, by their addresses: as the smallest network says that has it, and 1 if none has. */
final class CallerWeights implements ToDoubleFunction<String> {

    private static final double USUAL = 1;

    private static final Pattern ENTRY =
            Pattern.compile("([0-9a-fA-F:.]{2,45})(?:/([0-9]{1,3}))?=([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

    /** What else looks like a number of four parts is a name to Java. */
    private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private final List<Network> networks;

    /** @param bits that all of its addresses begin with */
    private record Network(byte[] address, int bits, double weight) {

        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((address[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private CallerWeights(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * @param entries like {@code 10.0.0.0/8=2}
     * @throws IllegalArgumentException if one is wrong
     */
    static CallerWeights of(List<String> entries) {
        return new CallerWeights(entries.stream()
                .map(entry -> network(entry)
                        .orElseThrow(() -> new IllegalArgumentException("no network and its weight: " + entry)))
                .sorted(Comparator.comparingInt(Network::bits).reversed())
                .toList());
    }

    /** Those that are wrong. */
    static List<String> faults(List<String> entries) {
        return entries.stream().filter(entry -> network(entry).isEmpty()).toList();
    }

    @Override
    public double applyAsDouble(String caller) {
        return address(caller)
                .flatMap(address -> networks.stream()
                        .filter(network -> network.has(address))
                        .findFirst())
                .map(Network::weight)
                .orElse(USUAL);
    }

    private static Optional<Network> network(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        double weight = Double.parseDouble(parts.group(3));
        return address(parts.group(1)).flatMap(address -> {
            int all = address.length * Byte.SIZE;
            int bits = parts.group(2) == null ? all : Integer.parseInt(parts.group(2));
            return weight > 0 && bits <= all ? Optional.of(new Network(address, bits, weight)) : Optional.empty();
        });
    }

    /** Of what is written as an address; nobody is asked for names. */
    private static Optional<byte[]> address(String text) {
        if (text.indexOf(':') < 0 && !FOUR_PARTS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
